import Documents
import Losses
import Processes

/// An array as a file holds it: its elements, its axes, and where they lie in space; not yet known is
/// whether it is a mask, labels, probabilities or intensities.
///
/// ```swift
/// let truth = try FieldFile(contentsOf: "truth.nii.gz")
/// let prediction = try FieldFile(contentsOf: "prediction.mha")
/// let fields = try FieldFile.aligned([truth, prediction])
/// let mask = try fields[0].mask(ReadingOptions(labels: [2]))
/// let map = try fields[1].probabilityMap()
/// ```
public struct FieldFile: Sendable {
  /// Where it comes from; it begins what is said of it in messages.
  public let path: String
  /// What kind of file it is.
  public let format: FieldFormat
  /// The axes, slowest first.
  public internal(set) var axes: [FieldAxis]
  /// Where the first element lies, in millimetres; `nil` where the file does not say.
  public internal(set) var origin: Position?
  /// What positions are measured from.
  public internal(set) var space = Space.anatomical
  /// How much less exact than 10⁻⁵ the directions of the axes are in this file.
  var directionTolerance = Self.precision
  /// The elements.
  var array: StoredArray
  /// The value that means "entirely foreground" where the file holds a picture; 1 otherwise.
  var fullScale = 1.0
  /// The colours that the elements are indices of.
  var palette: Palette?
  /// What is to be said of its channels where none is chosen.
  var channelNote: String?
  /// The order of axes of length 1 that have been dropped does not matter; how many there were in all
  /// does, for axes that are named later.
  var fullShape: [Int] = []

  /// Grids are equal that differ by less than this share: so exact is single precision.
  static let precision = 1e-5

  /// Reads a file; its first bytes tell its format.
  ///
  /// - Parameter path: where it is. An array of an archive is named as `FILE.npz:NAME`. Of formats
  ///   with a header apart (`.hdr` and `.img`, `.nhdr`, `.mhd`) either the header or, for `.img`, the
  ///   data.
  /// - Throws: `FileError`.
  public init(contentsOf path: String) throws(FileError) {
    self = try FieldFormat.read(path: path)
  }

  /// Reads a file from memory.
  ///
  /// - Parameters:
  ///   - bytes: the whole file; formats whose data is in another file are refused.
  ///   - path: what to call it in messages.
  ///   - member: the name of an array where there are several.
  /// - Throws: `FileError`.
  public init(_ bytes: [UInt8], path: String, member: String? = nil) throws(FileError) {
    self = try FieldFormat.read(FileSource(path: path, member: member, folder: nil), bytes)
  }

  /// What a reader of a format has found.
  ///
  /// - Throws: `FileError` where the elements do not fit in the bytes.
  init(
    _ source: FileSource, _ format: FieldFormat, axes: [FieldAxis], array: StoredArray
  ) throws(FileError) {
    path = source.path
    self.format = format
    self.axes = axes
    self.array = array
    fullShape = axes.map(\.extent)
    let length = try elementCount(fullShape, path: path) * array.type.size
    guard array.offset >= 0, array.bytes.count - array.offset >= length else {
      let found = max(0, array.bytes.count - array.offset)
      throw .malformed(path, reason: "the data ends after \(found) of \(length) bytes")
    }
    dropAxesOfOne()
  }

  /// Elements along each axis, slowest first.
  public var shape: [Int] { axes.map(\.extent) }

  /// How the elements are stored.
  public var elementType: ElementType { array.type }

  /// Number of elements.
  public var count: Int { shape.reduce(1, *) }

  /// Distance between neighbours along each axis in millimetres; `nil` where the file does not say.
  public var spacing: [Double]? {
    let known = axes.compactMap(\.spacing)
    return known.count == axes.count && !known.isEmpty ? known : nil
  }

  /// Whether the file says which axis is which.
  public var hasNamedAxes: Bool { !axes.contains { $0.kind == .unnamed } }

  var strides: [Int] { axes.map(\.stride) }
}

/// An axis of an array.
public struct FieldAxis: Sendable {
  /// What an axis runs along.
  public enum Kind: Sendable {
    /// The first, second or third axis of space.
    case x, y, z
    /// Volumes after each other, most often in time.
    case volume
    /// Channels, components or classes.
    case channel
    /// The items of a batch.
    case batch
    /// The file does not say.
    case unnamed
  }

  /// What it runs along.
  public var kind: Kind
  /// Number of elements along it.
  public var extent: Int
  /// How many elements apart in memory two neighbours are; negative where the axis runs backwards.
  var stride: Int
  /// Distance between neighbours in millimetres, where the file says so.
  public var spacing: Double?
  /// From an element to the next in space, in millimetres, where the file says so.
  public var step: Position?
  /// Names of the channels, where they have any.
  var names: [String] = []

  /// Whether it is an axis of space, or may be.
  var isSpatial: Bool { kind != .volume && kind != .channel && kind != .batch }
}

extension [FieldAxis] {
  /// Axes of one kind each, slowest first, that fill memory without gaps.
  static func rowMajor(_ axes: [(kind: FieldAxis.Kind, extent: Int)]) -> [FieldAxis] {
    var stride = 1
    return axes.reversed().map { axis in
      defer {
        stride = stride.multipliedReportingOverflow(by: Swift.max(1, axis.extent)).partialValue
      }
      return FieldAxis(kind: axis.kind, extent: axis.extent, stride: stride)
    }.reversed()
  }
}

/// The number of elements of a shape that a file claims.
///
/// - Throws: `FileError`.
func elementCount(_ shape: [Int], path: String) throws(FileError) -> Int {
  var count = 1
  for extent in shape {
    guard extent >= 0 else { throw .malformed(path, reason: "an extent of the array is negative") }
    let (product, overflow) = count.multipliedReportingOverflow(by: extent)
    guard !overflow, product <= FileLimits.elements else {
      throw .tooLarge(
        path, what: "the shape \(shape) has more than \(FileLimits.elements) elements")
    }
    count = product
  }
  // Elements as they are stored, as numbers, as a mask, and once more while one becomes another.
  if let refusal = AddressSpace.refusal(of: 32 * count) { throw .tooLarge(path, what: refusal) }
  return count
}
