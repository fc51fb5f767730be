/// The region and length of ``LevelSetLoss`` over exclusive classes.
///
///     L = Σ_n mean[(x − c_n)² p_n] + μ Σ_n mean √(|∇p_n|² + ε),  c_n = Σ x p_n / (Σ p_n + ε)
///
/// over all classes. x is the item's image, or one made of the truth when there is none: k/(K − 1) in
/// class k, with Gaussian noise of σ = 0.1 from the seed. It has one value for all classes.
struct LevelSetOverClasses: ClasswiseLoss {
  let loss: LevelSetLoss
  let isTotal = true

  func value(_ group: ClassGroup, _ number: Int) throws -> Double {
    let part = try Region(group, number, loss)
    return part.region / Double(part.sample.keptCount)
      + loss.lengthWeight * MeanGradientLength(part.sample).value(part.p)
  }

  func gradient(_ group: ClassGroup, _ number: Int) throws -> [Double] {
    let part = try Region(group, number, loss)
    let share = 1 / Double(part.sample.keptCount)
    var gradient = part.deviations.map { share * $0 * $0 }
    MeanGradientLength(part.sample).addGradient(
      part.p, times: loss.lengthWeight, to: &gradient)
    return group.items[0].item.kept(gradient)
  }

  /// A class as a region of the image.
  private struct Region {
    let sample: Sample
    /// x − c_n.
    let deviations: [Double]

    /// p_n; 0 where an element is ignored.
    var p: [Double] { sample.prediction.values }

    /// Σ (x − c_n)² p_n.
    var region: Double { sumOverElements(p, deviations) { p, x in x * x * p } }

    init(_ group: ClassGroup, _ number: Int, _ loss: LevelSetLoss) throws {
      sample = try group.sample(of: number, for: loss)
      let x = sample.image?.values ?? group.items[0].item.syntheticImage(seed: group.seed)
      let p = sample.prediction.values
      let centre = sumOverElements(p, x) { p, x in p * x } / (sum(p) + probabilityEpsilon)
      deviations = x.map { $0 - centre }
    }
  }
}

extension ClassItem {
  /// An image of the labels with noise.
  fileprivate func syntheticImage(seed: UInt64) -> [Double] {
    var random = SeededGenerator(seed: seed, purpose: .image)
    var image = (0..<grid.count).map { _ in 0.1 * random.normal() }
    for (number, truth) in truth.enumerated() where number > 0 {
      let intensity = Double(number) / Double(self.truth.count - 1)
      for index in image.indices { image[index] += intensity * truth[index] }
    }
    return image
  }
}
