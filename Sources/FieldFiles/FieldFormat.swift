import Documents

/// A format of files that fields are read from.
public enum FieldFormat: String, Sendable, CaseIterable {
  case png = "PNG"
  case tiff = "TIFF"
  case numPy = "NumPy array"
  case numPyArchive = "NumPy archive"
  case nifti = "NIfTI"
  case nrrd = "NRRD"
  case metaImage = "MetaImage"

  /// Whether files of the format say which way their axes run.
  var hasDirections: Bool {
    switch self {
    case .nifti, .nrrd, .metaImage: true
    case .png, .tiff, .numPy, .numPyArchive: false
    }
  }
}

/// Where bytes come from.
struct FileSource {
  /// What messages call it.
  let path: String
  /// The name of an array in it.
  var member: String?
  /// The folder that other files are looked for in; `nil` where there are none to be read.
  let folder: String?

  /// A file.
  init(path: String, member: String? = nil, folder: String?) {
    self.path = path
    self.member = member
    self.folder = folder
  }

  /// The bytes of a file that this one names.
  ///
  /// - Throws: `FileError`.
  func companion(_ name: String) throws(FileError) -> [UInt8] {
    guard let folder else {
      throw .malformed(path, reason: "its data is in another file, \(name)")
    }
    do throws(FileError) {
      return try readFile(at: name.hasPrefix("/") ? name : folder + "/" + name)
    } catch {
      throw .malformed(path, reason: "its data is in another file: \(error)")
    }
  }
}

extension FieldFormat {
  /// Reads a file, whatever it is.
  ///
  /// - Throws: `FileError`.
  static func read(path: String) throws(FileError) -> FieldFile {
    var (file, member) = (path, String?.none)
    // `FILE.npz:NAME` names an array of an archive.
    if let range = path.range(of: ".npz:") {
      file = String(path[..<range.upperBound].dropLast())
      member = String(path[range.upperBound...])
    }
    if let problem = ForeignFormat.folder(at: file) { throw problem }
    let folder = file.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    let source = FileSource(
      path: file, member: member, folder: folder.isEmpty ? "." : folder.joined(separator: "/"))
    if let header = NIfTIFile.headerName(forData: file) {
      return try read(FileSource(path: header, folder: source.folder), readFile(at: header))
    }
    return try read(source, readFile(at: file))
  }

  /// Reads bytes as what they begin as.
  ///
  /// - Throws: `FileError`.
  static func read(_ source: FileSource, _ bytes: [UInt8]) throws(FileError) -> FieldFile {
    if bytes.starts(with: PNGFile.magic) { return try PNGFile.read(source, bytes) }
    if bytes.starts(with: NumPyFile.magic) { return try NumPyFile.read(source, bytes) }
    if bytes.starts(with: Array("PK".utf8)) { return try NumPyArchive.read(source, bytes) }
    if bytes.starts(with: Gzip.magic) { return try readCompressed(source, bytes) }
    if NIfTIFile.isHeader(bytes) { return try NIfTIFile.read(source, bytes) }
    if bytes.starts(with: NRRDFile.magic) { return try NRRDFile.read(source, bytes) }
    if TIFFFile.isHeader(bytes) { return try TIFFFile.read(source, bytes) }
    if MetaImageFile.isHeader(bytes) { return try MetaImageFile.read(source, bytes) }
    throw ForeignFormat.refusal(of: bytes, path: source.path)
  }

  private static func readCompressed(
    _ source: FileSource, _ bytes: [UInt8]
  ) throws(FileError) -> FieldFile {
    let start = try Gzip.prefix(bytes[...], count: NIfTIFile.longestHeader, path: source.path)
    guard NIfTIFile.isHeader(start) else {
      throw ForeignFormat.refusal(of: start, path: source.path, isCompressed: true)
    }
    return try NIfTIFile.readCompressed(source, bytes, start: start)
  }
}
