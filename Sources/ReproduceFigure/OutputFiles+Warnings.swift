import Documents
import Experiments
import Figures
import Foundation

extension OutputFiles {
  /// Writes all files, and on standard error what a reader cannot see in them, and what of earlier
  /// outputs is left or gone.
  ///
  /// - Throws: `FileError`.
  func writeAndWarn(to output: OutputSpecification, as kind: String) throws {
    let folder = output.folderOrDefault
    // Who names a folder knows what is in it.
    let replaced = output.folder == nil ? changedFiles(in: folder) : []
    let left = try write(to: folder, as: kind)
    warnings.forEach(printWarning)
    if !left.isEmpty {
      printWarning(
        "\(folder) still holds \(left.joined(separator: ", ")) of an earlier run, which "
          + "somebody has changed since; remove what is not needed")
    }
    if !replaced.isEmpty {
      printWarning(
        "\(replaced.joined(separator: ", ")) in \(folder), which is under version control, had other "
          + "content before this run; `git restore \(folder)` brings it back, --output writes elsewhere"
      )
    }
  }

  /// The files under version control that hold something else.
  private func changedFiles(in folder: String) -> [String] {
    guard let index = GitIndex(around: folder) else { return [] }
    return files.filter { file in
      let path = folder + "/" + file.name
      guard index.holds(file.name), let content = try? Data(contentsOf: URL(fileURLWithPath: path))
      else { return false }
      return content != file.content
    }.map(\.name)
  }
}

/// The list of the files of a folder that Git keeps.
private struct GitIndex {
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
