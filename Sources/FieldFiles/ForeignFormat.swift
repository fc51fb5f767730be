import Documents
import Foundation

/// Formats that are known but not read, and the command of a public tool that converts each.
enum ForeignFormat {
  private struct Known {
    let name: String
    let command: String
    let matches: @Sendable ([UInt8]) -> Bool
  }

  /// What to say of bytes that are in none of the formats that are read.
  static func refusal(
    of bytes: [UInt8], path: String, isCompressed: Bool = false
  ) -> FileError {
    if let known = known.first(where: { $0.matches(bytes) }) {
      let command = known.command.replacingOccurrences(of: "FILE", with: name(path))
      return .malformed(path, reason: "it is \(known.name): \(command)")
    }
    let formats = FieldFormat.allCases.map(\.rawValue).joined(separator: ", ")
    let inside = isCompressed ? "what it unpacks to is" : "it is"
    return .malformed(
      path, reason: "\(inside) none of \(formats), or its beginning is damaged")
  }

  /// What to say of a folder that is a known format.
  static func folder(at path: String) -> FileError? {
    guard isFolder(at: path) else { return nil }
    for file in [".zarray", ".zgroup", "zarr.json"]
    where FileManager.default.fileExists(atPath: path + "/" + file) {
      return .notReadable(path, reason: "it is a Zarr folder: convert it by \(zarr(name(path)))")
    }
    return .notReadable(
      path,
      reason: "it is a folder; where it holds a DICOM series, convert it by dcm2niix -z y "
        + name(path))
  }

  /// What an archive is that holds no array.
  static func archive(_ members: [String], path: String) -> FileError? {
    if members.contains(where: { $0.hasSuffix("data.pkl") }) {
      return .malformed(
        path, reason: "it is a file of PyTorch: convert it by \(torch(name(path)))")
    }
    let metadata = [".zarray", ".zgroup", "zarr.json"]
    if members.contains(where: { member in metadata.contains { member.hasSuffix($0) } }) {
      return .malformed(path, reason: "it is a Zarr archive: convert it by \(zarr(name(path)))")
    }
    return nil
  }

  private static func name(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  private static func torch(_ file: String) -> String {
    "python3 -c \"import numpy, torch; numpy.save('array.npy', torch.load('\(file)').numpy())\""
  }

  private static func zarr(_ file: String) -> String {
    "python3 -c \"import numpy, zarr; numpy.save('array.npy', zarr.open('\(file)')[:])\""
  }

  private static func begins(_ text: String) -> @Sendable ([UInt8]) -> Bool {
    { $0.starts(with: Array(text.utf8)) }
  }

  private static func begins(_ magic: [UInt8]) -> @Sendable ([UInt8]) -> Bool {
    { $0.starts(with: magic) }
  }

  private static let magick = "convert it by magick FILE mask.png"

  private static let known: [Known] = [
    Known(
      name: "a JPEG, which is lossy: its values are not those that were drawn",
      command: "save the mask anew as PNG", matches: begins([0xFF, 0xD8, 0xFF])),
    Known(
      name: "a BMP, which has no agreed meaning of its colours as a mask", command: magick,
      matches: begins("BM")),
    Known(name: "a GIF", command: magick, matches: begins("GIF8")),
    Known(
      name: "a WebP, which may be lossy", command: magick,
      matches: {
        $0.starts(with: Array("RIFF".utf8)) && $0.dropFirst(8).starts(with: Array("WEBP".utf8))
      }),
    Known(
      name: "a JPEG 2000, which may be lossy", command: magick,
      matches: begins([0, 0, 0, 0x0C, 0x6A, 0x50])),
    Known(
      name: "a DICOM file", command: "convert its series by dcm2niix -z y FOLDER",
      matches: { $0.dropFirst(128).starts(with: Array("DICM".utf8)) }),
    Known(
      name: "a volume of MATLAB",
      command: "convert it by python3 -c \"import numpy, scipy.io; "
        + "numpy.save('array.npy', scipy.io.loadmat('FILE')['NAME'])\"",
      matches: begins("MATLAB 5.0")),
    Known(
      name: "a volume of MATLAB 7.3, which is HDF5", command: hdf5, matches: begins("MATLAB 7.3")),
    Known(
      name: "an HDF5 file", command: hdf5,
      matches: begins([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A])),
    Known(
      name: "a file of PyTorch", command: "convert it by " + torch("FILE"),
      matches: begins([0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC])),
    Known(
      name: "a Python pickle, which runs code when it is read",
      command: "save the array in it by numpy.save",
      matches: { bytes in
        bytes.count > 2 && bytes[0] == 0x80 && (2...5).contains(bytes[1])
      }),
    Known(
      name: "a FreeSurfer volume (MGH, MGZ)",
      command: "convert it by mri_convert FILE volume.nii.gz", matches: isFreeSurfer),
    Known(
      name: "a MINC file", command: "convert it by mnc2nii FILE volume.nii", matches: begins("CDF")),
    Known(
      name: "compressed by bzip2", command: "unpack it by bunzip2 FILE", matches: begins("BZh")),
    Known(
      name: "compressed by xz", command: "unpack it by unxz FILE",
      matches: begins([0xFD, 0x37, 0x7A, 0x58, 0x5A])),
    Known(
      name: "compressed by Zstandard", command: "unpack it by unzstd FILE",
      matches: begins([0x28, 0xB5, 0x2F, 0xFD])),
    Known(
      name: "an annotation of labelme", command: "convert it by labelme_export_json FILE",
      matches: { bytes in
        bytes.first == UInt8(ascii: "{")
          && String(decoding: bytes.prefix(4096), as: UTF8.self).contains("\"shapes\"")
      }),
  ]

  private static let hdf5 =
    "convert it by python3 -c \"import numpy, h5py; "
    + "numpy.save('array.npy', h5py.File('FILE')['NAME'][()])\""

  /// Version 1, then four extents of reasonable size, all with the high byte first.
  private static func isFreeSurfer(_ bytes: [UInt8]) -> Bool {
    let reader = ByteReader(bytes[...], isBigEndian: true)
    return reader.integer(Int32.self, at: 0) == 1
      && (1...4).allSatisfy { number in
        reader.integer(Int32.self, at: 4 * number).map { (1...65_536).contains($0) } ?? false
      }
  }
}
