import Losses
import Testing

/// Losses of several classes against PyTorch and the packages built on it, value and gradient with
/// respect to logits.
@Suite struct ClassReferenceTests {
  private static let rows = Result { try ClassFixtures.rows() }

  /// Kornia and PyTorch take no ε in their logarithms; ours is not reached by the fixtures.
  static let tolerance = 1e-10

  /// nnU-Net sums in single precision, whatever it is given.
  private static func allowance(_ peer: String) -> Double { peer == "nnunetv2" ? 1e-6 : tolerance }

  @Test(arguments: ["torch", "monai", "kornia", "segmentation_models_pytorch", "nnunetv2"])
  func agrees(with peer: String) throws {
    let rows = try Self.rows.get()
    let inputs = try Dictionary(
      rows.filter { $0.form == nil }.map { ($0.input, try $0.sample()) }, uniquingKeysWith: { $1 })
    let cases = rows.filter { $0.peer == peer }
    try #require(!cases.isEmpty)
    for row in cases {
      let sample = try #require(inputs[row.input])
      let (form, values) = (try #require(row.form), try #require(row.values))
      let what: Comment = "\(form), \(row.reduction ?? [:]) on \(row.input) against \(peer)"
      let gradient = try #require(row.gradient)
      let evaluation = try form.classLoss(sample.relation).evaluate(
        sample, ClassReduction(row.reduction ?? [:]),
        gradient: gradient.isEmpty ? nil : .scores)
      try #require(evaluation.values.count == values.count, what)
      for (ours, theirs) in zip(evaluation.values, values) {
        #expect(abs(ours - theirs) <= Self.allowance(peer) * max(1e-3, abs(theirs)), what)
      }
      guard !gradient.isEmpty else { continue }
      let ours = try #require(evaluation.gradient).joined().joined()
      let largest = gradient.map(abs).max() ?? 0
      for (ours, theirs) in zip(ours, gradient) {
        #expect(abs(ours - theirs) <= Self.allowance(peer) * max(1e-3, largest), what)
      }
    }
  }

  private struct Nothing: Decodable {
    struct Row: Decodable {
      let loss: String
      let peer: String
      let name: String
      /// `nil` for NaN, or no number.
      let value: Double?
    }
    let rows: [Row]
  }

  /// Of a batch that is ignored wholly the loss is 0, with gradient 0. Of the packages some agree, PyTorch gives
  /// NaN, and nnU-Net −1, since its Dice is 1 less than ours everywhere.
  @Test func everythingIgnoredIsNothing() throws {
    let rows = try ReferenceFixtures.load(Nothing.self, "nothing").rows
    #expect(Set(rows.map(\.peer)).count == 4)
    let batch = try #require(try Self.rows.get().first { $0.input == "ignored" }).sample()
    let items = try batch.items.map { item in
      try ClassItem(
        scores: item.scores, labels: [Int](repeating: 255, count: item.grid.count), on: item.grid,
        ignoring: 255)
    }
    let nothing = try ClassSample(items, .exclusive, activation: .softmax)
    for row in rows {
      for pooling in ClassReduction.Pooling.allCases {
        let loss = try Catalogue.standard.loss(id: row.loss).overClasses(.exclusive)
        let evaluation = try loss.evaluate(
          nothing, ClassReduction(pooling: pooling), gradient: .scores)
        #expect(evaluation.value == 0, "\(row.loss)")
        #expect(evaluation.ignoredItems == [0, 1, 2], "\(row.loss)")
        #expect(try #require(evaluation.gradient).joined().joined().allSatisfy { $0 == 0 })
      }
      let theirs = row.value.map { row.peer == "nnunetv2" ? $0 + 1 : $0 }
      #expect([nil, 0].contains(theirs), "\(row.name)")
    }
  }
}
