import Documents
import Experiments
import Foundation

/// What another command has left in the output folder, to be shown in the report.
struct ReportAddition {
  /// Name of the files without extension, such as `landscape`.
  let name: String
  /// The command's own report in Markdown, if there is one.
  let text: String?
  /// The figures as SVG, by file name.
  let figures: [(name: String, svg: String)]

  /// The commands that write reports beside this one, in the order of the page.
  private static let commands = ["landscape", "robustness", "gradients", "descend"]
  /// Figures that the page draws itself.
  private static let own: Set<String> = ["figure", "figure-raw"]

  /// The additions in a folder, and what was left out and why: one for each command that wrote its JSON there, then one for all other
  /// figures of this program.
  ///
  /// - Throws: ``FileError``.
  static func all(
    in folder: String
  ) throws -> (additions: [ReportAddition], refused: [String]) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    var figures: [(name: String, svg: String)] = []
    var refused: [String] = []
    for name in names.sorted() where name.hasSuffix(".svg") {
      let stem = String(name.dropLast(4))
      guard !own.contains(stem) else { continue }
      let svg = try text(of: name, in: folder)
      // A drawing from elsewhere could hold a script, which would run in the page.
      guard isOwnDrawing(svg) else {
        refused.append("\(folder)/\(name) is left out of the report: this program did not draw it")
        continue
      }
      figures.append((stem, svg))
    }
    var additions: [ReportAddition] = []
    for command in commands where names.contains("\(command).json") {
      let report = "\(command).md"
      additions.append(
        ReportAddition(
          name: command, text: names.contains(report) ? try text(of: report, in: folder) : nil,
          figures: figures.filter { belongs($0.name, to: command) }))
    }
    let known = Set(additions.flatMap { $0.figures.map(\.name) })
    let others = figures.filter { !known.contains($0.name) }
    if !others.isEmpty {
      additions.append(ReportAddition(name: "more figures", text: nil, figures: others))
    }
    return (additions, refused)
  }

  private static func belongs(_ figure: String, to command: String) -> Bool {
    figure == command || figure.hasPrefix("\(command)-")
  }

  private static func text(of name: String, in folder: String) throws -> String {
    let path = "\(folder)/\(name)"
    guard let data = FileManager.default.contents(atPath: path) else {
      throw FileError.notReadable(path, reason: "no file that may be read")
    }
    return String(decoding: data, as: UTF8.self)
  }

  /// Whether a drawing names this program in its metadata and has nothing that a page would run.
  private static func isOwnDrawing(_ svg: String) -> Bool {
    let isOurs = svg.contains("name=\"Software\">reproduce-figure ")
    let dangers = ["<script", "<foreignObject", "<iframe", "javascript:", "<!ENTITY", "<style"]
    let hasHandler = svg.range(of: #"\son[a-zA-Z]+\s*="#, options: .regularExpression) != nil
    return isOurs && !hasHandler
      && !dangers.contains { svg.range(of: $0, options: .caseInsensitive) != nil }
  }
}
