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

  @Option(
    help: ArgumentHelp(
      "A parameter of a loss, as focal.gamma=3; several values, as tversky.alpha=0.3,0.7, give "
        + "several curves. Repeatable.", valueName: "id.name=value"))
  var parameter: [String] = []

  func apply(to configuration: inout ExperimentConfiguration) throws {
    configuration.losses = try selections(standard: configuration.losses)
  }

  /// The losses that are asked for, with their parameters.
  ///
  /// - Parameter standard: the losses where none is named.
  func selections(standard: [LossSelection]) throws -> [LossSelection] {
    var selections = try losses.map { try LossSelection.list($0) } ?? standard
    for assignment in parameter {
      let (id, name, values) = try Self.parts(of: assignment)
      let indices = selections.indices.filter { selections[$0].id == id }
      guard !indices.isEmpty else {
        _ = try Program.registries.losses.entry(id: id)
        throw ValidationError("--parameter \(assignment): '\(id)' is not among the --losses")
      }
      for index in indices { selections[index].parameters[name] = values }
    }
    return selections
  }

  /// `focal.gamma=3` as identifier, parameter and values.
  private static func parts(
    of assignment: String
  ) throws -> (id: String, name: String, values: [Double]) {
    let halves = assignment.split(separator: "=", maxSplits: 1).map(String.init)
    let names = halves.first?.split(separator: ".", maxSplits: 1).map(String.init) ?? []
    let values = halves.last?.split(separator: ",").map { Double($0) } ?? []
    guard halves.count == 2, names.count == 2, !values.isEmpty, !values.contains(nil) else {
      throw ValidationError("--parameter is '\(assignment)'; expected a number as focal.gamma=3")
    }
    return (names[0], names[1], values.compactMap { $0 })
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
