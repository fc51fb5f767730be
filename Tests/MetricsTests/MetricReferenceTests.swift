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

  /// Metrics that count leave ignored elements out, the others see background there: against the formulas, and
  /// against torchmetrics (`ignore_index`) and nnU-Net's counts.
  @Test func ignoredElementsAreLeftOut() throws {
    let cases = try MetricCase.loadIgnored()
    #expect(Set(cases.map(\.shape.count)) == [2, 3])
    #expect(Set(cases.flatMap { $0.peers.map(\.peer) }).count == 2)
    for reference in cases {
      let sample = try reference.partialSample()
      for id in MetricCatalogue.standard.entries.map(\.id) {
        let value = try sample.value(of: reference.metric(id), empty: .undefined)
        #expect(
          Self.agree(value, reference.values[id] ?? nil, within: 1e-12), "\(id), \(reference.label)"
        )
      }
      for peer in reference.peers {
        let value = try sample.value(of: reference.metric(peer.metric))
        #expect(
          Self.agree(value, peer.value, within: 2e-6),
          "\(peer.metric), \(peer.peer), \(reference.label)")
      }
    }
  }

  @Test func everythingIgnoredHasNoValue() throws {
    let whole = try #require(try MetricCase.load().first).sample()
    let all = try Mask([Bool](repeating: true, count: whole.grid.count), on: whole.grid)
    let nothing = try PartialMetricSample(whole, ignoring: all)
    let none = try PartialMetricSample(whole, ignoring: nil)
    for entry in MetricCatalogue.standard.entries {
      let metric = try MetricCatalogue.standard.metric(id: entry.id)
      #expect(try nothing.value(of: metric) == nil)
      #expect(try none.value(of: metric) == metric.value(whole))
    }
    let other = try Mask([true], on: Grid(shape: [1]))
    #expect(throws: GridError.self) { try PartialMetricSample(whole, ignoring: other) }
  }

  /// A metric that says that it does not look at places gives the same for the same elements in any order.
  @Test func countsDoNotDependOnPlaces() throws {
    for reference in try MetricCase.load() where reference.name == "rounded" {
      let sample = try reference.sample()
      var order = Array(0..<sample.grid.count)
      var random = SeededGenerator(seed: 1945)
      for index in order.indices.dropFirst() {
        order.swapAt(index, random.index(below: index + 1))
      }
      let p = reference.prediction.map { Double($0) / 1000 }
      let shuffled = try MetricSample(
        prediction: ProbabilityMap(order.map { p[$0] }, on: sample.grid),
        truth: ProbabilityMap(order.map { sample.truth.elements[$0] ? 1 : 0 }, on: sample.grid))
      for entry in MetricCatalogue.standard.entries {
        let metric = try reference.metric(entry.id)
        let isEqual = Self.agree(
          try metric.value(shuffled), try metric.value(sample), within: 1e-12)
        #expect(isEqual || entry.specification.looksAtPlaces, "\(entry.id), seed 1945")
      }
    }
  }
}
