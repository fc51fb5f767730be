import Documents
import Texts
import Experiments
import Foundation

/// What the descent experiment found, as `descend.json` holds it.
public struct DescentReport: Hashable, Sendable, Codable {
  /// What was asked for; enough to compute everything again.
  public let configuration: DescentConfiguration
  /// Problem by problem, object by object, optimiser by optimiser.
  public let scenes: [DescentScene]
  /// Claims 0 and 4.
  public let claims: [ClaimEvaluation]

  /// Reports on a result.
  public init(_ result: DescentResult) {
    configuration = result.configuration
    scenes = result.scenes
    claims = result.claims
  }

  /// The report as JSON with sorted keys.
  public func json() throws -> Data { try JSON.document(self, kind: DescentStudy.kind) }

  /// Successful runs at the best rates and the verdicts, as text for the terminal.
  public func summary() -> String {
    let header = ["successful runs at the best rate"] + (scenes.first?.losses.map(\.key) ?? [])
    let rows = scenes.map { scene in
      [scene.name] + scene.losses.map { "\($0.atBest.reached) of \($0.atBest.runs)" }
    }
    let verdicts = claims.map { claim in
      "  \(claim.claim.rawValue). \(claim.claim.statement) \(claim.verdict.rawValue.uppercased())"
    }
    return (TextTable.aligned([header] + rows) + [""] + verdicts).joined(separator: "\n")
  }
}

extension DescentResult: StudyResult {
  public func summary() -> String { DescentReport(self).summary() }

  public func markdown(figures: [String]) throws -> String {
    try DescentReport(self).markdown(figures: figures)
  }

  public func json() throws -> Data { try DescentReport(self).json() }

  public func tables() throws -> [(suffix: String, content: Data)] {
    [("", try runTable()), ("-curves", try curveTable())]
  }

  /// One row for each run.
  ///
  /// Columns: problem, object, optimiser, loss, learningRate, seed, reached (the iteration with the
  /// first Dice of at least the target, empty where there is none), diverged, iterations (done
  /// before divergence), finalDice (empty where the start diverges), diceFluctuation and
  /// lossFluctuation (empty where they have no bound), and experiment, whose first row holds version
  /// and configuration.
  func runTable() throws -> Data {
    let rows = runs.map { run -> [String] in
      let (place, outcome) = (run.settings.place, run.outcome)
      return [
        place.problem.rawValue, place.object.name, place.optimiser.rawValue,
        run.settings.setting.key, shortNumber(run.settings.rate), "\(run.settings.seed)",
        Self.cell(outcome.reached), "\(outcome.diverged)", "\(max(0, outcome.dice.count - 1))",
        Self.cell(outcome.dice.last), Self.cell(outcome.diceFluctuation),
        Self.cell(outcome.lossFluctuation),
      ]
    }
    return try CSV.table(
      [
        "problem", "object", "optimiser", "loss", "learningRate", "seed", "reached", "diverged",
        "iterations", "finalDice", "diceFluctuation", "lossFluctuation",
      ], rows, configuration: configuration)
  }

  /// One row for each iteration of each loss at its best learning rate.
  ///
  /// Columns: problem, object, optimiser, loss, learningRate, iteration, dice (mean over
  /// the seeds), standardError (of it), value (the mean loss; empty after a divergence), and
  /// experiment.
  func curveTable() throws -> Data {
    let rows = curves.flatMap { curve in
      curve.dice.indices.map { iteration -> [String] in
        let dice = [curve.dice, curve.standardError].map { Float($0[iteration]) }
        let value = curve.loss.indices.contains(iteration) ? Float(curve.loss[iteration]) : nil
        return [
          curve.place.problem.rawValue, curve.place.object.name, curve.place.optimiser.rawValue,
          curve.key, shortNumber(curve.rate), "\(iteration)",
        ] + dice.map { "\($0)" } + [Self.cell(value)]
      }
    }
    return try CSV.table(
      [
        "problem", "object", "optimiser", "loss", "learningRate", "iteration", "dice",
        "standardError", "value",
      ], rows, configuration: configuration)
  }

  private static func cell(_ value: (some CustomStringConvertible)?) -> String {
    value?.description ?? ""
  }
}
