import Documents
import Losses

/// Reads the mask of an object; ``FieldFile/mask(_:)`` says what is one.
///
/// - Parameters:
///   - path: where it is; an array of an archive is chosen as `FILE.npz:NAME`.
///   - options: labels, threshold, and what the file leaves open.
/// - Throws: `FileError`.
public func readMask(
  at path: String, _ options: ReadingOptions = ReadingOptions()
) throws(FileError) -> Mask {
  try FieldFile(contentsOf: path).mask(options)
}

/// Reads probabilities; ``FieldFile/probabilityMap(_:)`` says what is one.
///
/// - Throws: `FileError`.
public func readProbabilityMap(
  at path: String, _ options: ReadingOptions = ReadingOptions()
) throws(FileError) -> ProbabilityMap {
  try FieldFile(contentsOf: path).probabilityMap(options)
}

/// Reads intensities.
///
/// - Throws: `FileError`.
public func readImage(
  at path: String, _ options: ReadingOptions = ReadingOptions()
) throws(FileError) -> ScalarField {
  try FieldFile(contentsOf: path).image(options)
}
