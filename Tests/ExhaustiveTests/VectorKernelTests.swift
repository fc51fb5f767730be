import CKernels
import Losses
import RealModule
import TestSupport
import Testing

/// Kernels of eight elements at a time against the readable functions of one element.
@Suite struct VectorKernelTests {
  @Test func logarithmAgreesWithTheLibrary() {
    let seed: UInt64 = 61
    let largest = largestError(of: { logarithm($0) }, against: { .log($0) }, seed: seed) {
      random, _, lane in
      // From the product of 32 clamped probabilities up to 2, and thickly around 1.
      lane < 6
        ? Double.exp(-515 * random.uniform() + 0.69) : 1 + (random.uniform() - 0.5) * 0x1p-10
    }
    // The library itself is off by up to half a unit in the last place.
    #expect(largest <= 0x1p-52 * 1.5, "seed \(seed): relative error \(largest)")
  }

  /// What is compiled for wide vectors gives the bits of what is compiled for every processor.
  @Test func logarithmIsTheSameInAllVectors() {
    let seed: UInt64 = 83
    var random = SeededGenerator(seed: seed)
    for _ in 0..<1000 {
      let x = SIMD8<Double>.random(in: 1e-220...2, using: &random)
      var wide = (0..<8).map { x[$0] }
      ck_logarithms_double(&wide, 8)
      let narrow = logarithm(x)
      #expect(wide == (0..<8).map { narrow[$0] }, "seed \(seed)")
    }
  }

  @Test func exponentialAgreesWithTheLibrary() {
    let seed: UInt64 = 71
    let largest = largestError(of: { exponential($0) }, against: { .exp($0) }, seed: seed) {
      random, round, _ in
      // All that is allowed, and thickly around 0.
      (random.uniform() - 0.5) * (round % 2 == 0 ? 1400 : 0x1p-10)
    }
    #expect(largest <= 0x1p-51, "seed \(seed): relative error \(largest)")
  }

  /// The largest relative error of a function of eight numbers over many that are drawn.
  private func largestError(
    of function: (SIMD8<Double>) -> SIMD8<Double>, against library: (Double) -> Double,
    seed: UInt64, draw: (inout SeededGenerator, _ round: Int, _ lane: Int) -> Double
  ) -> Double {
    var random = SeededGenerator(seed: seed)
    var largest = 0.0
    for round in 0..<20_000 {
      var x = SIMD8<Double>.zero
      for lane in 0..<8 { x[lane] = draw(&random, round, lane) }
      let fast = function(x)
      for lane in 0..<8 {
        let exact = library(x[lane])
        guard exact != 0 else {
          #expect(fast[lane] == 0)
          continue
        }
        largest = max(largest, abs(fast[lane] - exact) / abs(exact))
      }
    }
    return largest
  }

  @Test func singlePrecisionLogarithmAgreesWithTheLibrary() {
    let seed: UInt64 = 67
    var random = SeededGenerator(seed: seed)
    var largest = 0.0
    for _ in 0..<20_000 {
      var rest = SIMD8<Float>.zero
      for lane in 0..<8 {
        // Probabilities, thickly near 0 and 1.
        let share = Float(Double.exp(-16 * random.uniform()))
        rest[lane] = min(max(lane < 4 ? share : 1 - share, 1e-7), 1 - 1e-7)
      }
      let rests = (0..<8).map { rest[$0] }
      var fast = rests.map { 1 - $0 }
      ck_logarithms_float(&fast, rests, 8)
      for lane in 0..<8 {
        // Of the rounded 1 − rest where that is what the logarithm is taken of.
        let isNear = rest[lane] < 0.29
        let exact = isNear ? Double.log(onePlus: -Double(rest[lane])) : .log(Double(1 - rest[lane]))
        largest = max(largest, abs(Double(fast[lane]) - exact) / abs(exact))
      }
    }
    #expect(largest <= 0x1p-22, "seed \(seed): relative error \(largest)")
  }

  static let lengths = [1, 7, 8, 9, 255, 256, 257, 1 << 14, 1 << 14 + 3, 1 << 16 + 11]

  @Test(arguments: lengths, RandomSamples.Truths.allCases)
  func termsAgreeWithSumsOneByOne(count: Int, truths: RandomSamples.Truths) throws {
    let seed = UInt64(count)
    var random = SeededGenerator(seed: seed)
    for predictions in RandomSamples.Predictions.allCases {
      let sample = try RandomSamples.sample(
        shape: [count], predictions: predictions, truths: truths, using: &random)
      check(LogarithmTerm(foregroundWeight: 3, backgroundWeight: 0.5), sample, seed)
      for exponent in [0.3, 1, 4] {
        checkSum(
          LogarithmPowerTerm(foregroundWeight: 3, backgroundWeight: 0.5, exponent: exponent),
          sample,
          seed)
      }
      for gamma in [0, 0.5, 2, 2.5] {
        check(
          FocalTerm(foregroundWeight: 0.25, backgroundWeight: 0.75, gamma: gamma), sample, seed)
      }
    }
  }

  private func checkSum(_ term: some ElementTerm, _ sample: Sample, _ seed: UInt64) {
    withBuffers(sample.prediction.values, sample.truth.values) { p, g in
      let slow = term.sumOneByOne(p.buffer, g.buffer)
      let sum = term.mean(over: sample) * Double(p.count)
      #expect(abs(sum - slow) <= 1e-12 * abs(slow), "\(term), seed \(seed): \(sum) for \(slow)")
    }
  }

  private func check(_ term: some ElementTerm, _ sample: Sample, _ seed: UInt64) {
    checkSum(term, sample, seed)
    withBuffers(sample.prediction.values, sample.truth.values) { p, g in
      let slopes = [Double](unsafeUninitializedCapacity: p.count) { slopes, count in
        slopes.initialize(repeating: 0)
        term.writeSlopesOneByOne(
          p.buffer, g.buffer, times: 1 / Double(p.count),
          into: UnsafeMutableBufferPointer(rebasing: slopes[..<p.count]))
        count = p.count
      }
      let fast = term.meanGradient(over: sample)
      // Of a soft truth the slopes of foreground and background may cancel; each is precise.
      let wrong = fast.indices.first { index in
        let slope = abs(term.slope(p.buffer[index], 1)) + abs(term.slope(p.buffer[index], 0))
        return abs(fast[index] - slopes[index]) > 1e-14 * slope / Double(p.count)
      }
      #expect(wrong == nil, "\(term), seed \(seed)")
    }
  }

  @Test(arguments: lengths) func overlapSumsAgreeWithPlainSums(count: Int) throws {
    let seed = UInt64(count)
    var random = SeededGenerator(seed: seed)
    let sample = try RandomSamples.sample(
      shape: [count], predictions: .interior, truths: .soft, using: &random)
    let (p, g) = (sample.prediction.values, sample.truth.values)
    let sums = OverlapSums(sample)
    func plain(_ term: (Double, Double) -> Double) -> Double {
      zip(p, g).reduce(0) { sum, pair in sum + term(pair.0, pair.1) }
    }
    let pairs: [(Double, Double)] = [
      (sums.truePositives, plain { $0 * $1 }), (sums.prediction, plain { p, _ in p }),
      (sums.truth, plain { _, g in g }), (sums.squaredPrediction, plain { p, _ in p * p }),
      (sums.squaredTruth, plain { _, g in g * g }), (sums.count, Double(count)),
    ]
    for (fast, slow) in pairs {
      #expect(abs(fast - slow) <= 1e-13 * slow, "seed \(seed): \(fast) for \(slow)")
    }
  }
}
