import Algorithms
import Experiments
import Plot
import Texts

extension FigureComposition {
  /// What the figure shows.
  func caption(_ scale: Scale, _ scenes: [SceneCurves]) -> String {
    let configuration = result.configuration
    let paths = Array(scenes.map(\.path.id).uniqued())
    let sentences = [
      "Loss against step along the error path\(paths.count > 1 ? "s" : "") "
        + "\(paths.joined(separator: ", ")); "
        + (scale == .scaled ? "each curve scaled to [0, 1]" : "values as they are")
        + "; probabilities \(configuration.probabilities).",
      scale == .raw ? Self.offset(scenes) : nil,
      "Of curves that nowhere differ visibly one is drawn, bold, for all.",
      "Rings mark steps that do not rise by more than \(shortNumber(configuration.tolerance)) of "
        + "the curve's range.",
      isOfSmallMultiples ? Self.masks(scenes) : nil,
    ]
    return sentences.compactMap { $0 }.joined(separator: " ")
  }

  /// What the strips of small panels show, which have no room to say it each.
  private static func masks(_ scenes: [SceneCurves]) -> String {
    let grids = scenes.map(\.object.mask.grid.shape).uniqued().map { shape in
      (shape.count > 2 ? "the slice of most errors of " : "")
        + shape.map { "\($0)" }.joined(separator: " × ")
    }
    let seeds = scenes.map(\.scene.seeds.count).max() ?? 1
    return "Masks are shown where they lie in \(grids.joined(separator: " and ")) elements"
      + (seeds > 1 ? ", those of random paths for the first of \(seeds) seeds." : ".")
  }

  /// Why values do not begin at 0, where step 0 has soft errors: a true mask with soft probabilities is
  /// no perfect prediction.
  private static func offset(_ scenes: [SceneCurves]) -> String? {
    let soft = scenes.uniqued(on: \.object.name).filter { scene in
      scene.softErrors.first.map { $0.falsePositives + $0.falseNegatives > 1e-9 } ?? false
    }
    let parts = soft.prefix(3).compactMap { scene -> String? in
      guard let errors = scene.softErrors.first else { return nil }
      let dice = scene.curves.first { $0.loss == "dice" }?.values.first
      return "FP \(shortNumber(rounded(errors.falsePositives))) and FN "
        + "\(shortNumber(rounded(errors.falseNegatives))) beside the "
        + "\(scene.object.mask.foregroundCount) elements of "
        + (scene.scene.classes == nil ? "the \(scene.object.name) object" : scene.object.name)
        + (dice.map { ", a Dice loss of \(fixed($0))" } ?? "")
    }
    guard !parts.isEmpty else { return nil }
    return
      "Losses do not begin at 0: step 0 has the true mask, but soft probabilities, whose sums are "
      + parts.joined(separator: ", and ") + "."
  }

  private static func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}
