/// A function of the value of another loss.
struct FunctionOfLoss: Loss {
  let inner: any Loss
  /// The function and its derivative.
  let function: @Sendable (Double) -> (value: Double, slope: Double)

  var looksAtPlaces: Bool { inner.looksAtPlaces }

  func value(_ sample: Sample) throws -> Double { function(try inner.value(sample)).value }

  func gradient(_ sample: Sample) throws -> ScalarField {
    let slope = function(try inner.value(sample)).slope
    return ScalarField(
      unchecked: try inner.gradient(sample).values.map { slope * $0 }, on: sample.grid)
  }
}
