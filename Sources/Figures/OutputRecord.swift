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
    self.init(kind: kind, files.map { File(name: $0.name, $0.content) })
  }

  private init(kind: String, _ files: [File]) {
    self.kind = kind
    version = programVersion
    self.files = files
  }

  /// Its name in a folder.
  static func name(kind: String) -> String { "\(kind).files.json" }

  /// What an earlier run has left in a folder. A record that is damaged, or is none, tells nothing, and
  /// what it seems to tell of is not touched.
  ///
  /// - Throws: `FileError` when there is one that cannot be read: without it nothing would ever be known
  ///   of the files that it tells of.
  init?(kind: String, in folder: String) throws(FileError) {
    let path = folder + "/" + Self.name(kind: kind)
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    let bytes = try readFile(at: path)
    guard let record = try? JSONDecoder().decode(Self.self, from: Data(bytes)),
      record.kind == kind, record.files.allSatisfy(\.isPlain)
    else { return nil }
    self = record
  }

  /// A record of the same files and of those of an earlier run that have no successor.
  func with(_ superseded: [File]) -> OutputRecord {
    OutputRecord(kind: kind, files + superseded)
  }

  /// The files that stand here and not in a newer record.
  func files(missingIn newer: OutputRecord) -> [File] {
    let current = Set(newer.files.map(\.name))
    return files.filter { !current.contains($0.name) }
  }
}

extension OutputRecord.File {
  /// Removes the file from a folder; one that was changed since it was written stays.
  ///
  /// - Returns: whether it is gone.
  /// - Throws: `FileError.notWritable` when it cannot be removed, or not be told from one that was changed:
  ///   the record keeps it for the next run.
  func remove(from folder: String) throws(FileError) -> Bool {
    let path = folder + "/" + name
    var status = stat()
    guard lstat(path, &status) == 0 else { return true }
    guard status.st_mode & S_IFMT == S_IFREG, Int(status.st_size) == bytes else { return false }
    func mustGo(_ what: String) -> FileError {
      .notWritable(
        path, reason: "an earlier run wrote it, and it cannot be \(what); remove it by hand")
    }
    guard let content = try? readFile(at: path) else { throw mustGo("read") }
    guard Self(name: name, content) == self else { return false }
    guard unlink(path) == 0 else { throw mustGo("removed") }
    return true
  }
}
