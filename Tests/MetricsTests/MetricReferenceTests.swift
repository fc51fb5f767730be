import Losses
import Metrics
import Testing

/// Metrics against their formulas in SciPy and scikit-image, and against MONAI and torchmetrics.
@Suite struct MetricReferenceTests {
  static func agree(_ ours: Double?, _ theirs: Double?, within tolerance: Double) -> Bool {
    guard let ours, let theirs else { return ours == nil && theirs == nil }
    return abs(ours - theirs) <= tolerance * max(1, abs(theirs))
  }

  @Test func everyMetricHasReferences() throws {
    let cases = try MetricCase.load()
    let ids = Set(MetricCatalogue.standard.entries.map(\.id))
    #expect(Set(cases.map(\.shape.count)) == [1, 2, 3])
    for reference in cases {
      #expect(Set(reference.values.keys) == ids)
      #expect(Set(reference.penalised.keys) == ids)
    }
    #expect(Set(cases.flatMap { $0.peers.map(\.metric) }).count == 14)
  }

  @Test(arguments: MetricCatalogue.standard.entries.map(\.id))
  func agreesWithTheFormula(id: String) throws {
    for reference in try MetricCase.load() {
      let (metric, sample) = (try reference.metric(id), try reference.sample())
      let expected = reference.values[id] ?? nil
      let value = try metric.value(sample, empty: .undefined)
      #expect(
        Self.agree(value, expected, within: 1e-12),
        "\(id), \(reference.label): \(value as Double?), not \(expected as Double?)")
      let penalised = try metric.value(sample)
      #expect(
        Self.agree(penalised, reference.penalised[id], within: 1e-12),
        "\(id), \(reference.label): \(penalised as Double?)")
    }
  }

  /// Packages compute in single precision.
  @Test func agreesWithPackages() throws {
    for reference in try MetricCase.load() {
      let sample = try reference.sample()
      for peer in reference.peers {
        let value = try reference.metric(peer.metric).value(sample)
        #expect(
          Self.agree(value, peer.value, within: 2e-6),
          "\(peer.metric), \(peer.peer), \(reference.label): \(value as Double?), not \(peer.value)"
        )
      }
    }
  }
}
