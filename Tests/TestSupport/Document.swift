import Foundation

/// A page of Markdown and the blocks of code in it.
package struct Document: Sendable {
  /// A fenced block.
  package struct Block: Sendable, CustomStringConvertible {
    /// The page and the line that the block begins at.
    package let place: String
    /// The language after the fence.
    package let language: String
    /// The comment on the line before the block, `<!-- mark -->`; empty where there is none.
    package let mark: String
    /// What is between the fences.
    package let text: String

    package var description: String { mark.isEmpty ? place : "\(place) (\(mark))" }
  }

  /// The blocks in order.
  package let blocks: [Block]

  /// Reads a page; its path is relative to the checkout.
  package init(_ path: String) throws {
    let text = try String(contentsOf: checkout.appendingPathComponent(path), encoding: .utf8)
    var blocks: [Block] = []
    var open: (language: String, mark: String, line: Int, lines: [Substring])?
    var mark = ""
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if let block = open {
        if line == "```" {
          blocks.append(
            Block(
              place: "\(path):\(block.line)", language: block.language, mark: block.mark,
              text: block.lines.joined(separator: "\n")))
          open = nil
        } else {
          open?.lines.append(line)
        }
      } else if line.hasPrefix("```") {
        open = (String(line.dropFirst(3)), mark, index + 1, [])
      }
      let isMark = line.hasPrefix("<!-- ") && line.hasSuffix(" -->")
      mark = isMark ? String(line.dropFirst(5).dropLast(4)) : ""
    }
    self.blocks = blocks
  }

  /// README.md and every page in docs.
  package static func all() throws -> [Document] {
    let pages = checkout.appendingPathComponent("docs").fileNames.filter { $0.hasSuffix(".md") }
    return try (["README.md", "CONTRIBUTING.md"] + pages.map { "docs/\($0)" }).map(Document.init)
  }

  /// The block with a mark.
  ///
  /// - Throws: ``MissingBlock``.
  package func block(_ mark: String) throws -> Block {
    guard let block = blocks.first(where: { $0.mark == mark }) else { throw MissingBlock(mark) }
    return block
  }
}

/// No block of a page has a mark.
package struct MissingBlock: Error {
  /// The mark.
  package let mark: String

  init(_ mark: String) { self.mark = mark }
}
