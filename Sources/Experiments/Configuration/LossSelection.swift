import Documents
import Texts
import Losses

/// A loss of an experiment, with one or more values for some of its parameters.
///
/// In YAML it is an identifier, or a mapping whose parameters are numbers or lists of numbers:
///
///     - focal
///     - id: tversky
///       parameters: {alpha: [0.1, 0.3, 0.5], beta: 0.7}
///
/// Several lists give every combination of their values.
public struct LossSelection: Hashable, Sendable {
  /// Identifier in the catalogue.
  public var id: String
  /// Values of the parameters that are not left at their defaults; none of the lists is empty.
  public var parameters: [String: [Double]]

  /// Selects a loss.
  public init(_ id: String, parameters: [String: [Double]] = [:]) {
    self.id = id
    self.parameters = parameters
  }

  /// Every combination of the values, in the order of the parameters' names.
  public var settings: [LossSetting] {
    let names = parameters.keys.sorted()
    let varied = Set(names.filter { (parameters[$0]?.count ?? 0) > 1 })
    let combinations = names.reduce([[:]]) { (combinations: [[String: Double]], name) in
      combinations.flatMap { combination in
        (parameters[name] ?? []).map { value in
          combination.merging([name: value]) { $1 }
        }
      }
    }
    return combinations.map { LossSetting(id: id, parameters: $0, varied: varied) }
  }
}

/// A loss with one value for each of its parameters.
public struct LossSetting: Hashable, Sendable {
  /// Identifier in the catalogue.
  public let id: String
  /// Values of the parameters that are not left at their defaults.
  public let parameters: [String: Double]
  /// The parameters that tell this setting from others of the same loss.
  public let varied: Set<String>

  /// One value for each parameter that is not left at its default.
  package init(id: String, parameters: [String: Double], varied: Set<String>) {
    self.id = id
    self.parameters = parameters
    self.varied = varied
  }

  /// What names the curve in tables: the identifier, and in brackets what is varied, for example
  /// `tversky[alpha=0.1]`.
  public var key: String { id + suffix(open: "[", close: "]", equals: "=", separator: ",") }

  /// What names the curve in a legend, given the loss's name.
  public func label(name: String) -> String {
    name + suffix(open: " (", close: ")", equals: " = ", separator: ", ")
  }

  private func suffix(open: String, close: String, equals: String, separator: String) -> String {
    guard !varied.isEmpty else { return "" }
    let parts = varied.sorted().map { "\($0)\(equals)\(shortNumber(parameters[$0] ?? 0))" }
    return open + parts.joined(separator: separator) + close
  }
}

extension ExperimentConfiguration {
  /// The settings of all losses, those that other processes compute last.
  package var settings: [LossSetting] {
    losses.flatMap(\.settings)
      + external.map(\.setting)
  }
}

extension LossSelection: Codable {
  /// A number or a list of numbers.
  private struct Values: Codable {
    let values: [Double]

    init(_ values: [Double]) { self.values = values }

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let value = try? container.decode(Double.self) {
        values = [value]
      } else {
        values = try container.decode([Double].self)
        guard !values.isEmpty else {
          throw DocumentError.malformed(
            "an empty list of values", at: decoder.codingPath.description)
        }
      }
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.singleValueContainer()
      if values.count == 1 {
        try container.encode(values[0])
      } else {
        try container.encode(values)
      }
    }
  }

  public init(from decoder: any Decoder) throws {
    let coded = try CodedSelection<Values>(from: decoder)
    self.init(coded.id, parameters: coded.parameters.mapValues(\.values))
  }

  public func encode(to encoder: any Encoder) throws {
    try CodedSelection(id: id, parameters: parameters.mapValues { Values($0) }).encode(to: encoder)
  }
}
