import Foundation
import Losses

extension DescentReport {
  /// The report for people to read.
  ///
  /// - Parameter figures: file names of the figures to show, relative to the report.
  public func markdown(figures: [String] = []) throws -> String {
    var lines = [
      "# Which loss trains more stably?", "",
      "Written by reproduce-figure \(version). Everything below is computed; no verdict is typed in.",
      "",
    ]
    lines += [
      "| claim | verdict |", "|---|---|",
      "| \(claim.claim.rawValue). \(claim.claim.statement) | **\(claim.verdict.rawValue)** |", "",
      "Rule: \(claim.rule).", "",
    ]
    lines += claim.evidence.map { "- \($0)" } + [""]
    lines += figures.map { "![Dice against iteration](\($0))\n" }
    for scene in scenes { lines += Self.lines(for: scene) }
    lines += readingLines
    lines += [
      "## Configuration", "", "```yaml",
      try Report.yaml(configuration).trimmingCharacters(in: .newlines), "```", "",
    ]
    return lines.joined(separator: "\n")
  }

  private static func lines(for scene: DescentScene) -> [String] {
    var lines = [
      "## \(scene.problem.displayName), \(scene.object) object, \(scene.optimiser.displayName)", "",
      "| loss | best rate | successful | iterations | fluctuation of Dice | of the loss "
        + "| final Dice | mean Dice | diverged | successful over all rates |",
      "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    lines += scene.losses.map { loss in
      let best = loss.atBest
      let cells = [
        loss.key, shortNumber(best.rate) + (loss.isBestAtEdge ? " (edge)" : ""),
        "\(best.reached) of \(best.runs)", best.iterations.map { shortNumber($0) } ?? "–",
        best.reached > 0 ? fixed(best.diceFluctuation) : "–",
        best.reached > 0 ? fixed(best.lossFluctuation) : "–", fixed(best.finalDice),
        fixed(best.meanDice), "\(best.diverged)", percent(loss.shareReachedOverRates),
      ]
      return "| " + cells.joined(separator: " | ") + " |"
    }
    lines += ["", "Successful runs (diverged runs in brackets) at each learning rate:", ""]
    let rates = scene.losses.first?.rates.map { shortNumber($0.rate) } ?? []
    lines += [
      "| loss | " + rates.joined(separator: " | ") + " |",
      "|---|" + String(repeating: "--:|", count: rates.count),
    ]
    lines += scene.losses.map { loss in
      let cells = loss.rates.map { rate in
        "\(rate.reached)" + (rate.diverged > 0 ? " (\(rate.diverged))" : "")
      }
      return "| \(loss.key) | " + cells.joined(separator: " | ") + " |"
    }
    return lines + [""]
  }

  private var readingLines: [String] {
    let configuration = configuration
    let target = shortNumber(configuration.target)
    return [
      "## How to read this", "",
      "Every run takes \(configuration.iterations) steps on a grid of \(configuration.extent) × "
        + "\(configuration.extent) elements. It succeeds when Dice of the elements over ½ reaches "
        + "\(target) without the run ever leaving the finite numbers, which counts as divergence. "
        + "Fluctuation is total variation over net change: 1 means that the curve never turns back, "
        + "∞ that it does not end on the better side of its start. Iterations and fluctuations are "
        + "medians over the successful runs.",
      "",
      "The best rate of a loss has the largest share of successful runs; among equals the largest "
        + "mean Dice over all iterations, then the smallest rate. `edge` marks a best rate at the "
        + "edge of the grid, beyond which there may be a better one.",
      "",
      "From one seed all losses, optimisers and rates start alike. Free logits start as independent "
        + "standard normal numbers, and SGD multiplies its rate by the number of elements, as the "
        + "slope of a mean has its reciprocal. The soft disc starts with a sixth of the grid as "
        + "radius, within a sixth of the grid of the object's centre, lengths being shares of the "
        + "grid. The network has \(configuration.network.hiddenChannels.count + 1) layers of 3 × 3 "
        + "convolutions with ReLU between them and starts from normal weights (He et al. 2015); it "
        + "steps on mini-batches of \(configuration.network.batchSize) of "
        + "\(configuration.network.trainingImages) noisy images, and Dice and loss are means over "
        + "\(configuration.network.heldOutImages) held-out images.",
      "",
      "Losses see probabilities: their logarithms clamp at 1e-7, so an element whose logit is "
        + "beyond ±16.1 on the wrong side gets no slope from a cross-entropy any more.",
      "",
    ]
  }

  /// The verdict and the shares of successful runs as text for the terminal.
  public func summary() -> String {
    let names = scenes.map { scene in
      "\(scene.problem.rawValue) \(scene.object) \(scene.optimiser.rawValue)"
    }
    let keys = scenes.first?.losses.map(\.key) ?? []
    let width = (keys + ["successful runs at the best rate"]).map(\.count).max() ?? 0
    func padded(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(0, width - text.count))
    }
    var lines = [
      padded("successful runs at the best rate", width) + "  " + names.joined(separator: "  ")
    ]
    lines += keys.enumerated().map { index, key in
      let cells = zip(scenes, names).map { scene, name in
        let best = scene.losses[index].atBest
        return padded("\(best.reached) of \(best.runs)", name.count)
      }
      return (padded(key, width) + "  " + cells.joined(separator: "  "))
        .trimmingCharacters(in: .whitespaces)
    }
    lines += ["", claimLine]
    return lines.joined(separator: "\n")
  }

  private var claimLine: String {
    "\(claim.claim.rawValue). \(claim.claim.statement) \(claim.verdict.rawValue.uppercased())"
  }
}
