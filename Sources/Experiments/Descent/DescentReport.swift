import Foundation

/// What the descent experiment found, as `descend.json` holds it.
public struct DescentReport: Hashable, Sendable, Codable {
  /// Version of the program that wrote it.
  public var version = programVersion
  /// What was asked for; enough to compute everything again.
  public let configuration: DescentConfiguration
  /// Problem by problem, object by object, optimiser by optimiser.
  public let scenes: [DescentScene]
  /// Claim 4.
  public let claim: ClaimEvaluation

  /// Reports on a result.
  public init(_ result: DescentResult) {
    configuration = result.configuration
    scenes = result.scenes
    claim = result.claim
  }

  /// The report as JSON with sorted keys.
  public func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self) + Data("\n".utf8)
  }

  /// Version and configuration on one line of JSON, to be embedded in other outputs.
  public func provenance() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let configuration = String(decoding: try encoder.encode(configuration), as: UTF8.self)
    return "{\"version\":\"\(version)\",\"configuration\":\(configuration)}"
  }
}

extension DescentResult {
  /// One row for each run.
  ///
  /// Columns: problem, object, optimiser, loss, learningRate, seed, reached (the iteration with the
  /// first Dice of at least the target, empty when there is none), diverged (1 or 0), iterations
  /// (done before divergence), finalDice, diceFluctuation and lossFluctuation (empty where they have
  /// no bound), and experiment, whose first row holds version and configuration.
  public func runTable() throws -> Data {
    var provenance = csvCell(try DescentReport(self).provenance())
    let rows = runs.map { run -> [String] in
      defer { provenance = "" }
      let (settings, outcome) = (run.settings, run.outcome)
      return [
        settings.place.problem.rawValue, csvCell(settings.place.object.name),
        settings.place.optimiser.rawValue, csvCell(settings.setting.key),
        shortNumber(settings.rate), "\(settings.seed)", outcome.reached.map { "\($0)" } ?? "",
        outcome.diverged ? "1" : "0", "\(max(0, outcome.dice.count - 1))",
        outcome.dice.last.map { "\($0)" } ?? "", Self.cell(outcome.diceFluctuation),
        Self.cell(outcome.lossFluctuation), provenance,
      ]
    }
    return csv(
      heading: "problem,object,optimiser,loss,learningRate,seed,reached,diverged,iterations,"
        + "finalDice,diceFluctuation,lossFluctuation,experiment", rows)
  }

  /// One row for each iteration of each loss at its best learning rate.
  ///
  /// Columns: problem, object, optimiser, loss, learningRate, iteration, dice, leastDice,
  /// greatestDice (mean, least and greatest over the seeds), value (the mean loss; empty after a
  /// divergence).
  public func curveTable() -> Data {
    let rows = curves.flatMap { curve in
      curve.dice.indices.map { iteration in
        let place = curve.place
        let dice = [curve.dice, curve.leastDice, curve.greatestDice].map {
          "\(Float($0[iteration]))"
        }
        let value = curve.loss.indices.contains(iteration) ? "\(Float(curve.loss[iteration]))" : ""
        return [
          place.problem.rawValue, csvCell(place.object.name), place.optimiser.rawValue,
          csvCell(curve.key), shortNumber(curve.rate), "\(iteration)",
        ] + dice + [value]
      }
    }
    return csv(
      heading: "problem,object,optimiser,loss,learningRate,iteration,dice,leastDice,greatestDice,"
        + "value", rows)
  }

  private func csv(heading: String, _ rows: [[String]]) -> Data {
    let lines = [heading] + rows.map { $0.joined(separator: ",") }
    return Data((lines.joined(separator: "\n") + "\n").utf8)
  }

  private static func cell(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
}

/// A cell of a table of comma-separated values, in double quotes where it needs them (RFC 4180).
private func csvCell(_ cell: String) -> String {
  guard cell.contains(where: { ",\"\n\r".contains($0) }) else { return cell }
  return "\"" + cell.replacingOccurrences(of: "\"", with: "\"\"") + "\""
}
