import Documents
import Texts
import Experiments
import Foundation
import Losses

extension DescentReport {
  /// The report for people to read.
  ///
  /// - Parameter figures: file names of the figures to show, relative to the report.
  public func markdown(figures: [String]) throws -> String {
    var lines = [
      "# Which loss trains more stably?", "",
      Provenance.statement(),
      "",
    ]
    lines += TextTable.markdown(
      ["claim", "verdict"],
      claims.map { claim in
        ["\(claim.claim.rawValue). \(claim.claim.statement)", "**\(claim.verdict.rawValue)**"]
      })
    for claim in claims {
      lines += ["\(claim.claim.rawValue). Rule: \(claim.rule).", ""]
      lines += claim.evidence.map { "- \($0)" } + [""]
    }
    lines += figures.map { Markdown.figure("Dice against iteration", file: $0) }
    for scene in scenes { lines += Self.lines(for: scene) }
    return Markdown.document(lines + readingLines + (try Provenance.markdown(configuration)))
  }

  private static func lines(for scene: DescentScene) -> [String] {
    let rates = scene.losses.first?.rates.map { shortNumber($0.rate) } ?? []
    let counts = scene.losses.map { loss in
      [loss.key]
        + loss.rates.map { "\($0.reached)" + ($0.diverged > 0 ? " (\($0.diverged))" : "") }
    }
    return [
      "## \(scene.problem.displayName), \(scene.object) object, \(scene.optimiser.displayName)", "",
    ]
      + TextTable.markdown(
        [
          "loss", "best rate", "successful", "iterations", "fluctuation of Dice", "of the loss",
          "final Dice", "mean Dice", "diverged", "successful over all rates",
        ], scene.losses.map { cells(of: $0) })
      + ["Successful runs (diverged ones in brackets) at each learning rate:", ""]
      + TextTable.markdown(["loss"] + rates, counts)
  }

  private static func cells(of loss: DescentLossSummary) -> [String] {
    let best = loss.atBest
    func ofSuccesses(_ fluctuation: Double?) -> String {
      best.reached > 0 ? fixed(fluctuation) : "–"
    }
    return [
      loss.key, shortNumber(best.rate) + (loss.isBestAtEdge ? " (edge)" : ""),
      "\(best.reached) of \(best.runs)", best.iterations.map { shortNumber($0) } ?? "–",
      ofSuccesses(best.diceFluctuation), ofSuccesses(best.lossFluctuation), fixed(best.finalDice),
      fixed(best.meanDice), "\(best.diverged)", percent(loss.shareReachedOverRates),
    ]
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
        + "edge of the grid, beyond which there may be a better one. The number of seeds is small, so "
        + "that a difference of one or two successful runs may be chance.",
      "",
      "From one seed all losses, optimisers and rates start alike. Free logits start as independent "
        + "standard normal numbers, and SGD multiplies its rate by the number of elements, as the "
        + "slope of a mean has its reciprocal. The soft disc starts with a sixth of the grid as "
        + "radius, within a sixth of the grid of the object's centre, lengths being shares of the "
        + "grid. The network has \(configuration.network.hiddenChannels.count + 1) layers of 3 × 3 "
        + "convolutions with ReLU between them and starts from normal weights (He et al. 2015); it "
        + "steps on mini-batches of \(configuration.network.batchSize) of "
        + "\(configuration.network.trainingImages) noisy images, and Dice and loss are means over "
        + "\(configuration.network.heldOutImages) held-out images."
        + (configuration.objects.contains { !$0.beside.isEmpty }
          ? " Of several classes every element has a logit for each and for the background, probabilities "
            + "are their softmax, the losses are means over all classes, and Dice is that over all but "
            + "the background." : ""),
      "",
      "Losses see probabilities: their logarithms clamp at 1e-7, so an element whose logit is "
        + "beyond ±16.1 on the wrong side gets no slope from a cross-entropy any more.",
      "",
    ]
  }
}
