import LongRuns
import Synchronization
import Testing

/// What a terminal shows of a run.
@Suite struct ProgressReporterTests {
  /// What a reporter writes while it counts to three.
  private func texts(after delay: Duration) -> [String] {
    let texts = Mutex<[String]>([])
    let reporter = ProgressReporter(name: "squares", unit: "numbers", after: delay) { text in
      texts.withLock { $0.append(text) }
    }
    reporter.begin(finished: 0, of: 3)
    for _ in 0..<3 { reporter.advance() }
    reporter.end()
    return texts.withLock { $0 }
  }

  @Test func beginAndEndAreAlwaysShown() throws {
    let texts = texts(after: .zero)
    #expect(texts.first?.hasSuffix("squares: 0 of 3 numbers") == true)
    #expect(texts.dropLast().last?.hasSuffix("squares: 3 of 3 numbers") == true)
    #expect(texts.last == "\n")
  }

  @Test func shortRunsSayNothing() {
    #expect(texts(after: .seconds(3600)).isEmpty)
  }
}
