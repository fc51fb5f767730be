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
}
