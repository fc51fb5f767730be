import Documents
import Foundation
import Texts

/// A file of a field, by its name.
struct FieldName: Hashable {
  let path: String
  let name: String
  /// The name without the extension.
  let stem: String

  /// Extensions of the formats that are read; of those with a header apart that of the header.
  private static let extensions = [
    ".nii.gz", ".nii", ".hdr", ".nrrd", ".nhdr", ".mha", ".mhd", ".tif", ".tiff", ".png", ".npy",
    ".npz",
  ]

  init(_ path: String) {
    self.path = path
    let name = URL(fileURLWithPath: path).lastPathComponent
    self.name = name
    let ending = Self.extensions.first { name.lowercased().hasSuffix($0) }
    stem = ending.map { String(name.dropLast($0.count)) } ?? name
  }

  /// The fields of a folder in the order of their names; other files are passed over.
  static func all(in folder: String) throws(FileError) -> [FieldName] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw .notReadable(folder, reason: "the folder cannot be listed")
    }
    let base = folder.hasSuffix("/") ? folder : folder + "/"
    return names.filter { name in
      !name.hasPrefix(".") && extensions.contains { name.lowercased().hasSuffix($0) }
    }.sorted(by: naturallyPrecedes).map { FieldName(base + $0) }
  }

  /// What belongs together in two folders.
  struct Matches {
    var pairs: [(FieldName, FieldName)] = []
    /// Names of the first folder without a partner.
    var alone: [FieldName] = []
    /// Names of the second folder without a partner.
    var surplus: [FieldName] = []
    /// What could belong to several.
    var ambiguous: [String] = []
  }

  /// Matches the names of a folder with those of another one, whose files are called something in messages.
  static func matches(
    of names: [FieldName], with others: [FieldName], called kind: String
  ) -> Matches {
    let (exact, byStem) = (Set(others.map(\.name)), Dictionary(grouping: others, by: \.stem))
    let rivals = Dictionary(grouping: names, by: \.stem)
    var matches = Matches()
    for name in names {
      let candidates = byStem[name.stem] ?? []
      // Two truths of one stem can only be told apart by their whole names.
      let isShared = (rivals[name.stem]?.count ?? 0) > 1
      let partner =
        exact.contains(name.name)
        ? candidates.first { $0.name == name.name }
        : candidates.count == 1 && !isShared ? candidates.first : nil
      if let partner {
        matches.pairs.append((name, partner))
      } else if candidates.isEmpty {
        matches.alone.append(name)
      } else {
        let paths = candidates.map(\.path).joined(separator: " and ")
        matches.ambiguous.append(
          "\(name.path): \(paths) could be its \(kind); name one of them as the truth is named")
      }
    }
    let stems = Set(names.map(\.stem))
    matches.surplus = others.filter { !stems.contains($0.stem) }
    return matches
  }
}
