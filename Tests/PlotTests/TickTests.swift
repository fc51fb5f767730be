import Foundation
import Testing

import Plot

/// Ticks are round, in order and within the limits.
@Suite struct TickTests {
  static let seed: UInt64 = 20_200_601

  @Test func linearTicksAreRound() {
    var numbers = SeededNumbers(seed: Self.seed)
    for trial in 0..<2000 {
      let magnitude = pow(10, Double.random(in: -200...200, using: &numbers))
      let lower = Double.random(in: -1...1, using: &numbers) * magnitude
      let span = magnitude * pow(10, Double.random(in: -6...1, using: &numbers))
      let count = Int.random(in: 2...12, using: &numbers)
      let domain = lower...(lower + span)
      let ticks = Ticks.linear(domain, count: count)
      let name: Comment = "trial \(trial) of seed \(Self.seed): \(domain), \(count)"
      check(ticks, in: domain, name)
      #expect(ticks.count <= 2 * count + 1, name)
      guard ticks.count > 1 else { continue }
      let step = (ticks[ticks.count - 1].position - ticks[0].position) / Double(ticks.count - 1)
      let mantissa = step / pow(10, floor(log10(step) + 1e-9))
      #expect([1, 2, 5].contains { abs($0 - mantissa) < 1e-3 }, name)
      #expect(Set(ticks.map(\.labels)).count == ticks.count, name)
    }
  }

  @Test func logarithmicTicksAreRound() {
    var numbers = SeededNumbers(seed: Self.seed)
    for trial in 0..<2000 {
      let lower = Double.random(in: -250...250, using: &numbers)
      let domain = lower...(lower + Double.random(in: 0.3...40, using: &numbers))
      let count = Int.random(in: 2...12, using: &numbers)
      let name: Comment = "trial \(trial) of seed \(Self.seed): \(domain), \(count)"
      let ticks = Ticks.logarithmic(domain, count: count)
      let logarithms = ticks.map {
        AxisTick(position: log10($0.position), labels: $0.labels)
      }
      check(logarithms, in: domain, name)
      let labelled = ticks.filter { $0.labels != [""] }
      if domain.upperBound - domain.lowerBound >= 2 { #expect(labelled.count >= 2, name) }
      #expect(labelled.count <= max(count, 7), name)
      for tick in labelled {
        let mantissa = tick.position / pow(10, floor(log10(tick.position) + 1e-9))
        #expect([1, 2, 5].contains { abs($0 - mantissa) < 1e-6 }, name)
      }
    }
  }

  private func check(_ ticks: [AxisTick], in domain: ClosedRange<Double>, _ name: Comment) {
    let slack = 1e-6 * (domain.upperBound - domain.lowerBound)
    for tick in ticks {
      #expect(tick.position >= domain.lowerBound - slack, name)
      #expect(tick.position <= domain.upperBound + slack, name)
    }
    for (tick, next) in zip(ticks, ticks.dropFirst()) {
      #expect(tick.position < next.position, name)
    }
  }

  /// The label of a tick says the number that it stands at.
  @Test func labelsSayTheirNumber() throws {
    var numbers = SeededNumbers(seed: Self.seed)
    let superscripts = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    for trial in 0..<1000 {
      let step = [1.0, 2, 5].randomElement(using: &numbers).map {
        $0 * pow(10, Double(Int.random(in: -30...30, using: &numbers)))
      }
      let width = try #require(step)
      let value = width * Double(Int.random(in: -400...400, using: &numbers))
      var label = Ticks.label(value, step: width).replacingOccurrences(of: "−", with: "-")
      if let power = label.range(of: "10(?=[⁻⁰¹²³⁴⁵⁶⁷⁸⁹])", options: .regularExpression) {
        let exponent = label[power.upperBound...].map { character in
          superscripts.firstIndex(of: character).map { "\($0)" } ?? "-"
        }.joined()
        let mantissa = label[..<power.lowerBound].replacingOccurrences(of: "×", with: "")
        label = (["", "-"].contains(mantissa) ? mantissa + "1" : mantissa) + "e" + exponent
      }
      let read = try #require(Double(label), "trial \(trial) of seed \(Self.seed): \(label)")
      #expect(abs(read - value) <= 1e-3 * width, "trial \(trial) of seed \(Self.seed): \(label)")
    }
  }

  /// Thinned labels do not crowd, and the first stays.
  @Test func thinningKeepsWhatFits() {
    #expect(Ticks.thinning(count: 21) { $0 >= 3 } == 4)
    #expect(Ticks.thinning(count: 21) { $0 >= 1 } == 1)
    #expect(Ticks.thinning(count: 5) { _ in false } == 5)
    #expect(Ticks.thinning(count: 1) { _ in false } == 1)
  }
}
