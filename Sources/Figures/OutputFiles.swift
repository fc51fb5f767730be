import Documents
import Experiments
import Foundation
import Plot

/// The outputs of a command: file names and contents, all made before the first is written.
public struct OutputFiles {
  /// Names, relative to the folder, and contents.
  public private(set) var files: [(name: String, content: Data)] = []

  /// No files yet.
  public init() {}

  /// Adds a file.
  public mutating func add(_ name: String, _ content: Data) {
    files.append((name, content))
  }

  /// Adds a figure in every format.
  ///
  /// - Throws: `PlotError`.
  public mutating func add(_ figure: Figure, name: String, formats: [FigureFormat]) throws {
    for format in formats {
      add("\(name).\(format.rawValue)", try figure.file(format))
    }
  }

  /// Writes all files into a folder, which is made where it is missing; each appears whole or not.
  ///
  /// - Throws: `FileError`.
  public func write(to folder: String) throws {
    try makeFolder(at: folder)
    for file in files {
      try writeAtomically(file.content, to: folder + "/" + file.name)
    }
  }
}
