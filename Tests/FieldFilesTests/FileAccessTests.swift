import Documents
import FieldFiles
import Foundation
import TestSupport
import Testing

/// What is no file is refused, and what cannot be written says why.
@Suite struct FileAccessTests {
  @Test func folderDeviceAndMissingFileAreRefused() throws {
    for (path, reason) in [
      (FileFixtures.path("Files"), "folder"), ("/nowhere/mask.npy", "no such file"),
      ("/dev/zero", "device"),
    ] {
      let error = #expect(throws: FileError.self) { try readMask(at: path) }
      #expect(error?.description.contains("cannot read \(path)") == true)
      #expect(error?.description.contains(reason) == true)
    }
  }

  @Test func pipeIsRefusedWithoutWaitingForItsWriter() throws {
    try withTemporaryFolder { folder in
      let path = folder.appendingPathComponent("pipe.npy").path
      try #require(mkfifo(path, 0o600) == 0)
      let error = #expect(throws: FileError.self) { try readMask(at: path) }
      #expect(error?.description.contains("pipe") == true)
    }
  }

  @Test func zarrFolderIsNamed() throws {
    try withTemporaryFolder { folder in
      try Data("{}".utf8).write(to: folder.appendingPathComponent(".zarray"))
      let error = #expect(throws: FileError.self) { try readMask(at: folder.path) }
      #expect(error?.description.contains("zarr.open") == true)
    }
  }

  @Test func foldersAreMadeOrRefused() throws {
    try withTemporaryFolder { folder in
      let deep = folder.appendingPathComponent("a/b/c").path
      try makeFolder(at: deep)
      try makeFolder(at: deep)
      try writeAtomically(Data([1]), to: deep + "/file")
      for path in [deep + "/file", deep + "/file/d", "/dev/null/d"] {
        let error = #expect(throws: FileError.self) { try makeFolder(at: path) }
        #expect(error?.description.contains("cannot write \(path)") == true)
      }
    }
  }

  @Test func whatCannotBeWrittenSaysWhereAndWhatToDo() throws {
    try withTemporaryFolder { folder in
      let missing = folder.appendingPathComponent("missing/file.npy").path
      for (path, words) in [
        (missing, ["no folder", "make it"]), ("/dev/null/file.npy", ["no folder"]),
      ] {
        let error = #expect(throws: FileError.self) { try writeAtomically(Data([1]), to: path) }
        #expect(error?.isAboutWriting == true)
        #expect(error?.description.contains(path) == true)
        for word in words { #expect(error?.description.contains(word) == true) }
      }
      #expect(folder.fileNames.isEmpty)
    }
  }

  /// What a program that was killed left behind goes; what another is writing, and what belongs to
  /// others, stays.
  @Test func leftoversAreRemovedAtTheNextWrite() throws {
    try withTemporaryFolder { folder in
      func file(_ name: String) -> URL { folder.appendingPathComponent(name) }
      let (stale, busy) = (".out.\(UUID().uuidString).tmp", ".out.\(UUID().uuidString).tmp")
      let others = [".out.mine.tmp", ".other.\(UUID().uuidString).tmp"]
      for name in [stale, busy] + others { try Data().write(to: file(name)) }
      let descriptor = open(file(busy).path, O_RDONLY)
      defer { close(descriptor) }
      #expect(flock(descriptor, LOCK_EX) == 0)
      try writeAtomically(Data("new".utf8), to: file("out").path)
      #expect(Set(folder.fileNames) == Set([busy, "out"] + others))
    }
  }
}
