import ArgumentParser
import Experiments
import Losses

extension OverlapForm.Overlap: ExpressibleByArgument {}
extension VolumeWeighting: ExpressibleByArgument {}

/// How overlap losses are written, where packages let that be chosen.
struct OverlapOptions: ParsableArguments {
  @Option(
    help:
      "What Dice, Jaccard, Tversky and the like add to the numerator of their ratio (default: their smoothing).",
    transform: number)
  var smoothingNumerator: Double?

  @Option(
    help: "What they add to the denominator (default: their smoothing).", transform: number)
  var smoothingDenominator: Double?

  @Option(
    help:
      "What TP is of a soft truth: product, the sum of p g (default), or minimum, that of min(p, g)."
  )
  var overlap: OverlapForm.Overlap?

  @Option(
    help:
      "How generalised Dice weighs a class by its volume G: inverse-square, 1/G² (default), inverse, 1/G, or uniform, 1; of generalised Wasserstein Dice inverse is 1/(G + 1)."
  )
  var volumeWeighting: VolumeWeighting?

  func validate() throws { _ = try form() }

  /// The options that are given.
  var given: [String] {
    [
      ("--smoothing-numerator", smoothingNumerator != nil),
      ("--smoothing-denominator", smoothingDenominator != nil), ("--overlap", overlap != nil),
      ("--volume-weighting", volumeWeighting != nil),
    ].filter(\.1).map(\.0)
  }

  /// A loss of the catalogue, written as is asked for.
  ///
  /// - Throws: `ValidationError` where the loss has nothing that the options concern.
  func loss(_ setting: LossSetting) throws -> any Loss {
    let loss = try Program.registries.losses.loss(id: setting.id, parameters: setting.parameters)
    let form = try form()
    guard !form.isEmpty else { return loss }
    guard let written = loss.written(as: form) else {
      throw ValidationError(
        "\(given.joined(separator: " and ")): '\(setting.key)' has nothing that can be written so; "
          + "leave that loss out, or the option")
    }
    return written
  }

  private func form() throws -> OverlapForm {
    do {
      return try OverlapForm(
        numeratorSmoothing: smoothingNumerator, denominatorSmoothing: smoothingDenominator,
        overlap: overlap, weighting: volumeWeighting)
    } catch {
      throw ValidationError("\(error)")
    }
  }

  private static func number(_ text: String) throws -> Double {
    guard let number = Double(text), number.isFinite else {
      throw ValidationError("'\(text)' is no finite number")
    }
    return number
  }
}
