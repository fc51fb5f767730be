import Documents
import Experiments
import Foundation
import Plot

/// The outputs of a command: file names and contents, all made before the first is written.
public struct OutputFiles {
  /// Names, relative to the folder, and contents.
  public private(set) var files: [(name: String, content: Data)] = []
  /// What a reader of the files should know and cannot see in them, each once: texts for which no font
  /// is installed, and figures that are missing.
  public private(set) var warnings: [String] = []

  /// No files yet.
  public init() {}

  /// Adds a file.
  public mutating func add(_ name: String, _ content: Data) {
    files.append((name, content))
  }

  /// Adds figures in every format, which are drawn beside each other; a text that no installed font can set
  /// becomes a warning. So does a figure that cannot be drawn: it costs itself, and no number.
  ///
  /// - Returns: the names of those that were drawn.
  @discardableResult
  public mutating func add(
    _ figures: [(name: String, figure: Figure)], formats: [FigureFormat]
  ) throws -> [String] {
    let drawings = concurrentMap(count: figures.count, state: ()) { _, number in
      let (name, figure) = figures[number]
      return Result {
        // Fonts belong to the thread that draws with them.
        let figure = try LaidOutFigure(figure)
        let files = try formats.map { ("\(name).\($0.rawValue)", try figure.file($0)) }
        return (files: files, textsWithoutFont: figure.textsWithoutFont)
      }
    }
    return try zip(figures.map(\.name), drawings).compactMap { name, drawing in
      do {
        let drawing = try drawing.get()
        drawing.textsWithoutFont.forEach {
          warn("no installed font has every character of \"\($0)\"; boxes are drawn for them")
        }
        for (name, content) in drawing.files { add(name, content) }
        return name
      } catch let error as PlotError {
        warn("the figure \(name) is left out: \(error)")
        return nil
      }
    }
  }

  private mutating func warn(_ warning: String) {
    if !warnings.contains(warning) { warnings.append(warning) }
  }

  /// Writes all files into a folder, which is made where it is missing, and a record of them,
  /// `KIND.files.json`. They replace, as a set, what an earlier run of the command has left there; where
  /// one cannot be written the folder stays as it was.
  ///
  /// - Parameters:
  ///   - folder: where to.
  ///   - kind: the command.
  /// - Returns: the names of files of the earlier run that have no successor and are left there, since
  ///   somebody has changed them.
  /// - Throws: `FileError`.
  @discardableResult
  public func write(to folder: String, as kind: String) throws -> [String] {
    try makeFolder(at: folder)
    return try withFolderLocked(folder) {
      let record = OutputRecord(kind: kind, files)
      let path = folder + "/" + OutputRecord.name(kind: kind)
      let superseded =
        try OutputRecord(kind: kind, in: folder)?.files(missingIn: record) ?? []
      // The record tells of the files of the earlier run until they are gone, so that the next run finds
      // those that this one cannot remove.
      try writeTogether(
        files.map { ($0.content, folder + "/" + $0.name) }
          + [(try JSON.document(record.with(superseded)), path)])
      guard !superseded.isEmpty else { return [] }
      let kept = try superseded.filter { try !$0.remove(from: folder) }
      try writeAtomically(try JSON.document(record), to: path)
      return kept.map(\.name)
    }
  }
}
