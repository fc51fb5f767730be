import Documents
import Foundation
import Losses

/// What a process says of the loss that it computes, in version 2 of the protocol.
package struct LossHandshake: Hashable, Sendable {
  /// What a loss is given for a prediction.
  package enum Input: String, Codable, Sendable {
    /// p.
    case probabilities
    /// ln p/(1 − p) of one map or of independent classes, ln p of exclusive ones.
    case logits
  }

  /// The type of the elements of arrays.
  package enum ElementType: String, Codable, Sendable { case float64, float32 }

  /// The axes of arrays.
  package enum Layout: String, Codable, Sendable {
    /// Those of the grid: one map at a time.
    case map
    /// Items of a batch, classes, and those of the grid.
    case batch
  }

  /// The version of the protocol.
  package static let version = 2

  /// How the process calls the loss.
  package var name: String?
  /// Whether it gives gradients, too.
  package var gradient = false
  /// What it takes for a prediction.
  package var takes = Input.probabilities
  /// The type of all arrays but masks.
  package var dtype = ElementType.float64
  /// The axes of all arrays.
  package var layout = Layout.map
  /// The classes of which it computes a loss itself; of others each is taken against the rest.
  package var classes: [ClassRelation] = []
  /// Whether it can leave elements out.
  package var mask = false
  /// How many channels it is given for one map: 1, or 2 with the background first.
  package var channels = 1

  package init() {}
}

extension LossHandshake: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case `protocol`, name, gradient, takes, dtype, layout, classes, mask, channels
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    let version = try container.decode(Int.self, forKey: .protocol)
    func refuse(_ key: CodingKeys, _ reason: String) -> DecodingError {
      .dataCorruptedError(forKey: key, in: container, debugDescription: reason)
    }
    guard version == Self.version else {
      throw refuse(.protocol, "it is \(version); expected \(Self.version)")
    }
    self.init()
    name = try container.decodeIfPresent(String.self, forKey: .name)
    gradient = try container.decode(.gradient, default: gradient)
    takes = try container.decode(.takes, default: takes)
    dtype = try container.decode(.dtype, default: dtype)
    layout = try container.decode(.layout, default: layout)
    classes = try container.decode(.classes, default: classes)
    mask = try container.decode(.mask, default: mask)
    channels = try container.decode(.channels, default: channels)
    guard classes.isEmpty || layout == .batch else {
      throw refuse(.classes, "several classes need \"layout\": \"batch\"")
    }
    guard channels == 1 || (channels == 2 && layout == .batch) else {
      throw refuse(
        .channels, "it is \(channels); expected 1, or 2 together with \"layout\": \"batch\"")
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(Self.version, forKey: .protocol)
    try container.encodeIfPresent(name, forKey: .name)
    try container.encode(gradient, forKey: .gradient)
    try container.encode(takes, forKey: .takes)
    try container.encode(dtype, forKey: .dtype)
    try container.encode(layout, forKey: .layout)
    try container.encode(classes, forKey: .classes)
    try container.encode(mask, forKey: .mask)
    try container.encode(channels, forKey: .channels)
  }
}

/// What a process is told once it has introduced itself: the file through which arrays pass.
package struct ArraysAnnouncement: Codable, Sendable {
  /// Path of the file.
  package var arrays: String
}

/// A question to a process. Places are in bytes from the beginning of the file of arrays.
package struct LossRequest: Codable, Sendable {
  /// What is asked for.
  package enum Want: String, Codable, Sendable { case value, gradient }

  /// What names the request.
  package var id: Int
  /// What is asked for; a gradient comes with the value.
  package var want: Want
  /// Shape of prediction, truth and gradient.
  package var shape: [Int]
  /// Distances between neighbours along the axes of the grid.
  package var spacing: [Double]
  /// How the classes stand to each other; none for one map.
  package var classes: ClassRelation?
  /// Where the prediction lies.
  package var prediction: Int
  /// Where the truth lies.
  package var truth: Int
  /// The same for the same truth, so that what is derived from it need not be made again.
  package var truthNumber: Int
  /// Where there is a byte for each element of the grid and item, 1 where it counts; none where all do.
  package var mask: Int?
  /// Where the gradient belongs.
  package var gradient: Int?
}

/// What a process answers.
package struct LossAnswer: Sendable {
  /// What names the request.
  package var id: Int
  /// The value.
  package var value: Double?
  /// Why there is none.
  package var error: String?

  package init(id: Int, value: Double? = nil, error: String? = nil) {
    (self.id, self.value, self.error) = (id, value, error)
  }
}

extension LossAnswer: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable { case id, value, error }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    id = try container.decode(Int.self, forKey: .id)
    error = try container.decodeIfPresent(String.self, forKey: .error)
    // JSON has no word for what is not finite. A number comes first, since it is what usually comes, and what
    // is of another type costs as much as the whole rest.
    if let number = try? container.decodeIfPresent(Double.self, forKey: .value) {
      value = number
    } else if let word = try? container.decode(String.self, forKey: .value) {
      guard let number = ["nan": Double.nan, "inf": .infinity, "-inf": -.infinity][word] else {
        throw DecodingError.dataCorruptedError(
          forKey: .value, in: container, debugDescription: "it is '\(word)'")
      }
      value = number
    } else {
      value = try container.decodeIfPresent(Double.self, forKey: .value)
    }
    guard (value == nil) != (error == nil) else {
      throw DecodingError.dataCorruptedError(
        forKey: .value, in: container, debugDescription: "expected a value or an error")
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encodeIfPresent(error, forKey: .error)
    guard let value else { return }
    if value.isFinite {
      try container.encode(value, forKey: .value)
    } else {
      try container.encode(value.isNaN ? "nan" : value > 0 ? "inf" : "-inf", forKey: .value)
    }
  }
}
