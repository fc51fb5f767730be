import Documents
import Foundation

/// What a study has left in the output folder, to be shown in the report.
struct ReportAddition {
  /// The kind of the study, which begins the names of its files.
  let identifier: String
  let title: String
  /// The study's own report in Markdown, if there is one.
  let text: String?
  /// Its figures, by file name without extension.
  let drawings: [(name: String, drawing: SVGDrawing)]

  /// Whether the page draws a figure of such a name itself.
  private static func isOwn(_ name: String) -> Bool {
    name == "figure" || name.hasPrefix("figure-")
  }

  /// The additions in a folder: one for each study that wrote its JSON there, then one for all
  /// other figures of this program. Links are not followed.
  ///
  /// - Returns: the additions, and what was left out and why.
  /// - Throws: `FileError`.
  static func all(
    in folder: String, kinds: [String]
  ) throws -> (additions: [ReportAddition], refused: [String]) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    var drawings: [(name: String, drawing: SVGDrawing)] = []
    var refused: [String] = []
    func content(of name: String) throws -> [UInt8]? {
      guard isFile("\(folder)/\(name)") else {
        refused.append("\(folder)/\(name) is left out of the report: it is no file, but a link")
        return nil
      }
      return try readFile(at: "\(folder)/\(name)")
    }
    for name in names.sorted() where name.hasSuffix(".svg") {
      let stem = String(name.dropLast(4))
      guard !isOwn(stem), let svg = try content(of: name) else { continue }
      do {
        drawings.append((stem, try SVGDrawing(svg, identifiers: "drawing-\(drawings.count)")))
      } catch let error as SVGError {
        refused.append("\(folder)/\(name) is left out of the report: \(error)")
      }
    }
    var additions: [ReportAddition] = []
    for kind in kinds where names.contains("\(kind).json") {
      let report = "\(kind).md"
      let text = names.contains(report) ? try content(of: report) : nil
      additions.append(
        ReportAddition(
          identifier: kind, title: kind.capitalized,
          text: text.map { String(decoding: $0, as: UTF8.self) },
          drawings: drawings.filter { $0.name == kind || $0.name.hasPrefix(kind + "-") }))
    }
    let shown = Set(additions.flatMap { $0.drawings.map(\.name) })
    let others = drawings.filter { !shown.contains($0.name) }
    if !others.isEmpty {
      additions.append(
        ReportAddition(
          identifier: "more-figures", title: "More figures", text: nil, drawings: others))
    }
    return (additions, refused)
  }

  /// Whether a path leads to a file, not to a link, a folder or a device.
  private static func isFile(_ path: String) -> Bool {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return attributes?[.type] as? FileAttributeType == .typeRegular
  }
}
