import Losses

/// How the object is told in a file, and what the file leaves open.
public struct ReadingOptions: Hashable, Sendable {
  /// The labels of the object's elements; `nil` where the file holds a mask or probabilities.
  public var labels: [Label]?
  /// Elements over this value are the object, in the values of the file. Of a picture of whole numbers
  /// a threshold between 0 and 1 is a share of full scale.
  public var threshold: Double?
  /// Which channel, by number from 0 or by name.
  public var channel: String?
  /// Which volume of several, from 0.
  public var volume: Int?
  /// What the axes of an array are.
  public var axes: AxisOrder?
  /// Distance between neighbours along each axis of an array, in the order of its axes.
  public var spacing: [Double]?
  /// What makes the stored values probabilities.
  public var activation: Activation?
  /// Whether fields are compared as they are stored, wherever the files say that they lie.
  public var ignorePosition: Bool
  /// Whether a file of labels may have none of ``labels``: one of many files without the object, where
  /// of a single one that is a mistake in the label more often.
  public var labelsMayBeAbsent = false

  /// Options; all have a default.
  public init(
    labels: [Label]? = nil, threshold: Double? = nil, channel: String? = nil, volume: Int? = nil,
    axes: AxisOrder? = nil, spacing: [Double]? = nil, activation: Activation? = nil,
    ignorePosition: Bool = false
  ) {
    self.labels = labels
    self.threshold = threshold
    self.channel = channel
    self.volume = volume
    self.axes = axes
    self.spacing = spacing
    self.activation = activation
    self.ignorePosition = ignorePosition
  }

  /// What is left to tell of a file whose axes, channel and volume are chosen.
  public var chosen: ReadingOptions {
    var rest = self
    (rest.channel, rest.volume, rest.axes, rest.spacing) = (nil, nil, nil, nil)
    return rest
  }
}

/// What each axis of an array is, slowest first: `ZYX` as SimpleITK and nnU-Net give arrays, `XYZ` as
/// nibabel does; `C` for channels or classes, `T` for volumes, `B` for the items of a batch.
public struct AxisOrder: Hashable, Sendable, LosslessStringConvertible {
  /// The axes, slowest first.
  let kinds: [FieldAxis.Kind]
  public let description: String

  /// Letters out of `X`, `Y`, `Z`, `C`, `T`, `B`, each at most once; `nil` for other texts.
  public init?(_ description: String) {
    let known: [Character: FieldAxis.Kind] = [
      "X": .x, "Y": .y, "Z": .z, "C": .channel, "T": .volume, "B": .batch,
    ]
    let letters = Array(description.uppercased())
    let kinds = letters.compactMap { known[$0] }
    guard !letters.isEmpty, kinds.count == letters.count, Set(letters).count == letters.count,
      kinds.contains(.x)
    else { return nil }
    self.kinds = kinds
    self.description = String(letters)
  }
}

extension AxisOrder: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let order = Self(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "axes are '\(text.prefix(20))'; \(Self.expectation)")
    }
    self = order
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  /// What can be given.
  package static let expectation =
    "expected XYZ (as nibabel gives arrays), ZYX (as SimpleITK and nnU-Net do), YX, or with C for "
    + "channels and T for volumes"
}
