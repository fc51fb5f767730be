import Foundation
import LongRuns
import Synchronization

/// Squares of the numbers of its cells, and how often each was computed.
struct SquareTask: CellTask {
  struct Configuration: Codable, Hashable, Sendable {
    var count = 40
    var factor = 1.0 / 3
  }

  struct Outcome: Codable, Hashable, Sendable {
    let square: Double
    let text: String
  }

  final class Log: Sendable {
    private let cells = Mutex<[Int]>([])
    func add(_ cell: Int) { cells.withLock { $0.append(cell) } }
    var computed: [Int] { cells.withLock { $0.sorted() } }
  }

  struct Refusal: Error, Equatable { let cell: Int }

  static let kind = "square"
  let configuration: Configuration
  var log = Log()
  /// The cell that is computed wrongly.
  var lying: Int?
  /// The cell that cannot be computed.
  var failing: Int?

  init(configuration: Configuration) { self.configuration = configuration }

  init(_ count: Int = 40, failing: Int? = nil) {
    self.init(configuration: Configuration(count: count))
    self.failing = failing
  }

  var cellCount: Int { configuration.count }

  func outcome(ofCell index: Int) throws -> Outcome {
    if index == failing { throw Refusal(cell: index) }
    log.add(index)
    let square = index == lying ? -1 : expected(index)
    return Outcome(square: square, text: "cell \(index)\n\"}")
  }

  func accepts(_ outcome: Outcome, ofCell index: Int) -> Bool { outcome.square >= 0 }

  func expected(_ index: Int) -> Double { Double(index * index) * configuration.factor }
}
