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
