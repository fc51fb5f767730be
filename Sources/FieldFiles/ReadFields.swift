import Documents
import Texts
import Losses

/// Reads a mask: PNG, `.npy`, `.npz`, `.nii` or `.nii.gz`, told by its first bytes.
///
/// An array of an archive is chosen as `FILE.npz:NAME`.
///
/// - Parameters:
///   - path: where it is.
///   - label: the value of the object's elements; when left out, every value over half of full
///     scale is foreground (over 0.5 for arrays and volumes, over half the largest grey of a PNG).
/// - Throws: ``FileError``.
public func readMask(at path: String, label: Int? = nil) throws(FileError) -> Mask {
  try mask(readArray(at: path), label: label, path: path)
}

/// Reads probabilities: arrays and volumes with values in [0, 1], or a grey PNG, whose largest grey
/// is 1.
///
/// - Throws: ``FileError``.
public func readProbabilityMap(at path: String) throws(FileError) -> ProbabilityMap {
  try probabilityMap(readArray(at: path), path: path)
}

/// Reads intensities: arrays and volumes with finite values, or a grey PNG, whose largest grey is 1.
///
/// - Throws: ``FileError``.
public func readImage(at path: String) throws(FileError) -> ScalarField {
  try image(readArray(at: path), path: path)
}

/// Bytes in memory that are read as one of the formats; what the readers above do with a file.
///
/// - Throws: ``FileError``.
package func readFields(
  from bytes: [UInt8], path: String
) throws(FileError) -> (mask: Mask, probabilities: ProbabilityMap, image: ScalarField) {
  let content = try arrayContent(bytes, member: nil, path: path)
  return (
    try mask(content, label: nil, path: path), try probabilityMap(content, path: path),
    try image(content, path: path)
  )
}

private func mask(
  _ content: ArrayContent, label: Int?, path: String
) throws(FileError) -> Mask {
  if let index = content.values.firstIndex(where: \.isNaN) {
    throw .malformed(path, reason: "element \(index) is not a number; replace or mask it first")
  }
  let elements =
    try label.map { label throws(FileError) in
      try elementsWith(label: label, in: content, path: path)
    } ?? content.values.map { $0 > 0.5 * content.fullScale }
  return try onGrid(content, path: path) { grid throws(GridError) in try Mask(elements, on: grid) }
}

/// - Throws: ``FileError/malformed(_:reason:)`` where no element has the label, which is a mistake in
///   the label more often than an absent object.
private func elementsWith(
  label: Int, in content: ArrayContent, path: String
) throws(FileError) -> [Bool] {
  // A scaling slope in single precision leaves labels that are whole but for rounding.
  let elements = content.values.map { abs($0 - Double(label)) <= 1e-6 * max(1, abs($0)) }
  guard elements.contains(true) else {
    let labels = Set(content.values).sorted()
    let shown = labels.prefix(8).map(shortNumber).joined(separator: ", ")
    throw .malformed(
      path,
      reason: "no element has the label \(label); there are \(shown)"
        + (labels.count > 8 ? ", …" : ""))
  }
  return elements
}

private func probabilityMap(
  _ content: ArrayContent, path: String
) throws(FileError) -> ProbabilityMap {
  let values = scaled(content)
  return try onGrid(content, path: path) { grid throws(GridError) in
    try ProbabilityMap(values, on: grid)
  }
}

private func image(_ content: ArrayContent, path: String) throws(FileError) -> ScalarField {
  let values = scaled(content)
  return try onGrid(content, path: path) { grid throws(GridError) in
    try ScalarField(values, on: grid)
  }
}

private func scaled(_ content: ArrayContent) -> [Double] {
  content.fullScale == 1 ? content.values : content.values.map { $0 / content.fullScale }
}

/// Lays what a file holds on its grid; what is wrong with it becomes an error of the file.
private func onGrid<Field>(
  _ content: ArrayContent, path: String, _ make: (Grid) throws(GridError) -> Field
) throws(FileError) -> Field {
  do throws(GridError) {
    return try make(try Grid(shape: content.shape, spacing: content.spacing))
  } catch {
    throw .malformed(path, reason: error.description)
  }
}

private func readArray(at path: String) throws(FileError) -> ArrayContent {
  // `FILE.npz:NAME` names an array of an archive.
  if let range = path.range(of: ".npz:") {
    let file = String(path[..<range.upperBound].dropLast())
    return try arrayContent(
      readFile(at: file), member: String(path[range.upperBound...]), path: file)
  }
  return try arrayContent(readFile(at: path), member: nil, path: path)
}

private func arrayContent(
  _ bytes: [UInt8], member: String?, path: String
) throws(FileError) -> ArrayContent {
  if bytes.starts(with: PNGFile.magic) { return try PNGFile.read(bytes, path: path) }
  if bytes.starts(with: NumPyFile.magic) { return try NumPyFile.read(bytes[...], path: path) }
  if bytes.starts(with: Array("PK".utf8)) {
    return try NumPyArchive.read(bytes, member: member, path: path)
  }
  if bytes.starts(with: [0x1F, 0x8B]) {
    return try NIfTIFile.read(NIfTIFile.unpack(bytes, path: path), path: path)
  }
  if NIfTIFile.isHeader(bytes) { return try NIfTIFile.read(bytes, path: path) }
  throw .malformed(
    path, reason: "it is none of PNG, .npy, .npz, .nii and .nii.gz, or its beginning is damaged")
}
