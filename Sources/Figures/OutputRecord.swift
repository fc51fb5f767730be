import Documents
import Foundation
import LongRuns

/// What a command wrote into a folder: `KIND.files.json`, by which the next run of the same command knows
/// which files are its own to replace.
struct OutputRecord: Codable, Equatable {
  /// A file, and what tells whether somebody has changed it.
  struct File: Codable, Equatable {
    let name: String
    let bytes: Int
    /// CRC-32 of the content.
    let check: UInt32

    init(name: String, _ content: some DataProtocol) {
      self.name = name
      bytes = content.count
      check = checksum(content, from: 0)
    }

    /// Whether the name is one of a file in the folder itself.
    var isPlain: Bool {
      !name.isEmpty && !name.hasPrefix(".") && !name.contains("/") && !name.contains("\0")
    }
  }

  /// The command.
  let kind: String
  /// Version of the program.
  let version: String
  let files: [File]

  init(kind: String, _ files: [(name: String, content: Data)]) {
    self.kind = kind
    version = programVersion
    self.files = files.map { File(name: $0.name, $0.content) }
  }

  /// Its name in a folder.
  static func name(kind: String) -> String { "\(kind).files.json" }

  /// What an earlier run has left in a folder. A record that is damaged, or is none, tells nothing, and
  /// what it seems to tell of is not touched.
  init?(kind: String, in folder: String) {
    guard let bytes = try? readFile(at: folder + "/" + Self.name(kind: kind)),
      let record = try? JSONDecoder().decode(Self.self, from: Data(bytes)), record.kind == kind,
      record.files.allSatisfy(\.isPlain)
    else { return nil }
    self = record
  }

  /// Removes from a folder what stands here and not in a newer record; a file that was changed since it
  /// was written stays.
  ///
  /// - Returns: the names of the files that stay.
  func removeFiles(missingIn newer: OutputRecord, from folder: String) -> [String] {
    let current = Set(newer.files.map(\.name))
    return files.filter { !current.contains($0.name) }.compactMap { file in
      let path = folder + "/" + file.name
      var status = stat()
      guard lstat(path, &status) == 0 else { return nil }
      guard status.st_mode & S_IFMT == S_IFREG, Int(status.st_size) == file.bytes,
        let content = try? readFile(at: path), File(name: file.name, content) == file,
        unlink(path) == 0
      else { return file.name }
      return nil
    }
  }
}
