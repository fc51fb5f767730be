import ArgumentParser
import Experiments

/// Parameters of losses, however these are named.
struct LossParameterOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A parameter of a loss, as focal.gamma=3; several values, as tversky.alpha=0.3,0.7, make "
        + "several losses. Repeatable.", valueName: "id.name=value"))
  var parameter: [String] = []

  /// Losses with the parameters that are given.
  func applied(to selections: [LossSelection]) throws -> [LossSelection] {
    var selections = selections
    for assignment in parameter {
      let (id, name, values) = try Self.parts(of: assignment)
      let indices = selections.indices.filter { selections[$0].id == id }
      guard !indices.isEmpty else {
        _ = try Program.registries.losses.entry(id: id)
        throw ValidationError("--parameter \(assignment): '\(id)' is not among the losses")
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
