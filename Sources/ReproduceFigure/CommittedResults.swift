import Documents
import Experiments
import Foundation
import Studies

/// Results of a command in the default folder that are under version control.
///
/// Who names a folder knows what is in it; who names none may not.
struct CommittedResults {
  private let folder: String
  private let names: [String]

  /// Looks for them.
  ///
  /// - Parameters:
  ///   - kind: the command, whose files begin with its name.
  ///   - others: its files that do not.
  ///   - output: where it writes.
  init(of kind: String, besides others: [String] = [], in output: OutputSpecification) {
    self.init(in: output) { name in
      name.hasPrefix("\(kind).") || name.hasPrefix("\(kind)-") || others.contains(name)
    }
  }

  /// Looks for files with some names.
  init(in output: OutputSpecification, where isOwn: (String) -> Bool) {
    folder = output.folderOrDefault
    guard output.folder == nil, let index = GitIndex(around: folder),
      let all = try? FileManager.default.contentsOfDirectory(atPath: folder)
    else {
      names = []
      return
    }
    names = all.sorted().filter { isOwn($0) && index.holds($0) }
  }

  /// Refuses, before any work, to replace them by those of a run with other options.
  ///
  /// - Parameter isSame: whether the run has the default options, or those that they were made with.
  /// - Throws: `FileError`.
  func requireSameOptions(_ isSame: @autoclosure () -> Bool) throws {
    guard !names.isEmpty, !isSame() else { return }
    throw FileError.notWritable(
      folder,
      reason:
        "\(names.joined(separator: ", ")) there are under version control, and this run does not "
        + "have the default options; --output with another name leaves them, --output \(folder) replaces them"
    )
  }
}

extension ExperimentConfiguration {
  /// Refuses to replace committed outputs of ``FigureCommand`` by those of other options.
  ///
  /// - Throws: `FileError`.
  func requireOwnFigure() throws {
    try CommittedResults(
      of: "figure", besides: ["curves.csv", "report.json", "report.md"], in: output
    ).requireSameOptions(isThatOfReport)
  }

  /// Refuses to replace a committed page by one of other options.
  ///
  /// - Throws: `FileError`.
  func requireOwnPage() throws {
    let names = ["report.html", "report.files.json"]
    try CommittedResults(in: output, where: names.contains).requireSameOptions(isThatOfReport)
  }

  /// Whether it is the default, or that of the report in the folder.
  private var isThatOfReport: Bool {
    self == ExperimentConfiguration()
      || self == (try? ExperimentConfiguration(reportAt: "\(folder)/report.json"))
  }
}

extension Study {
  /// Refuses to replace committed outputs of the study by those of other options.
  ///
  /// - Throws: `FileError`.
  func requireOwnOutputs(in output: OutputSpecification) throws {
    try CommittedResults(of: Self.kind, in: output).requireSameOptions(
      isDefault(output) || isThatOfReport(output))
  }

  private func isDefault(_ output: OutputSpecification) -> Bool {
    let standard = try? Self(Configuration(), registries: Program.registries).configuration
    return configuration == standard && output == OutputSpecification()
  }

  private func isThatOfReport(_ output: OutputSpecification) -> Bool {
    let path = "\(output.folderOrDefault)/\(Self.kind).json"
    guard let content = try? Data(readFile(at: path)),
      var made = try? JSONDecoder().decode(Made<Configuration>.self, from: content).configuration
    else { return false }
    var asked = configuration
    asked.output = output
    (asked.output.folder, made.output.folder) = (nil, nil)
    return asked == made
  }
}

/// What a report was made with.
private struct Made<Configuration: Decodable>: Decodable {
  let configuration: Configuration
}
