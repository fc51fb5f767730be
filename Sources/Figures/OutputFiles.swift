import Documents
import Experiments
import Foundation
import Plot

/// The outputs of a command: file names and contents, all made before the first is written.
public struct OutputFiles {
  /// Names, relative to the folder, and contents.
  public private(set) var files: [(name: String, content: Data)] = []
  /// What a reader of the files should know and cannot see in them, each once: texts for which no font
  /// is installed.
  public private(set) var warnings: [String] = []

  /// No files yet.
  public init() {}

  /// Adds a file.
  public mutating func add(_ name: String, _ content: Data) {
    files.append((name, content))
  }

  /// Adds a figure in every format; a text that no installed font can set becomes a warning.
  ///
  /// - Throws: `PlotError`.
  public mutating func add(_ figure: Figure, name: String, formats: [FigureFormat]) throws {
    for text in try figure.textsWithoutFont() {
      let warning = "no installed font has every character of \"\(text)\"; boxes are drawn for them"
      if !warnings.contains(warning) { warnings.append(warning) }
    }
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
