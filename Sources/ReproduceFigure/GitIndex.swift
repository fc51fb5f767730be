import Documents
import Foundation

/// The list of the files of a folder that Git keeps.
struct GitIndex {
  private let content: Data
  /// The folder as the list has it.
  private let prefix: String

  /// Looks for the list of the repository that a folder is in; `nil` where it is in none.
  init?(around folder: String) {
    let start = URL(fileURLWithPath: folder).standardizedFileURL.resolvingSymlinksInPath()
    var root = start
    while root.path != "/" {
      if let index = Self.index(of: root), let content = try? Data(contentsOf: index) {
        self.content = content
        prefix = String(start.path.dropFirst(root.path.count + 1))
        return
      }
      root.deleteLastPathComponent()
    }
    return nil
  }

  /// Whether a file of the folder is in the list: its path stands there between other data and a zero
  /// (Git, index format, versions 2 and 3).
  func holds(_ name: String) -> Bool {
    let path = prefix.isEmpty ? name : prefix + "/" + name
    return content.range(of: Data(path.utf8) + [0]) != nil
  }

  /// Where the list of a checkout is; a further checkout of a repository has a file that leads there.
  private static func index(of root: URL) -> URL? {
    let git = root.appendingPathComponent(".git")
    let link = (try? String(contentsOf: git, encoding: .utf8)).flatMap { text -> URL? in
      guard text.hasPrefix("gitdir: ") else { return nil }
      let path = text.dropFirst(8).trimmingCharacters(in: .whitespacesAndNewlines)
      return URL(fileURLWithPath: path, relativeTo: root)
    }
    let index = (link ?? git).appendingPathComponent("index")
    return isRegularFile(at: index.path) ? index : nil
  }
}
