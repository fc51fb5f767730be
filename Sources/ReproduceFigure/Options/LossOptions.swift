import ArgumentParser
import Experiments
import Losses

/// The losses and their parameters.
struct LossOptions: ConfigurationOptions {
  @Option(
    help: """
      Losses: all, or identifiers separated by commas; `losses` lists them. blob:focal is blob with \
      focal inside.
      """)
  var losses: String?

  @OptionGroup var parameters: LossParameterOptions

  func apply(to configuration: inout ExperimentConfiguration) throws {
    configuration.losses = try selections(standard: configuration.losses)
  }

  /// The losses that are asked for, with their parameters.
  ///
  /// - Parameter standard: the losses where none is named.
  func selections(standard: [LossSelection]) throws -> [LossSelection] {
    try parameters.applied(to: losses.map { try LossSelection.list($0) } ?? standard)
  }
}

extension LossSelection {
  /// `all`, or identifiers separated by commas. A few losses have to be named:
  /// ``LossSpecification/isInAll``.
  static func list(_ text: String) throws -> [LossSelection] {
    if text == "all" {
      let losses = Program.registries.losses.specifications
      return losses.filter(\.isInAll).map { LossSelection($0.id) }
    }
    return try names(text).map { id in
      _ = try Program.registries.losses.entry(id: id)
      return LossSelection(id)
    }
  }
}

/// The parts of a list separated by commas.
func names(_ text: String) -> [String] {
  text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
}
