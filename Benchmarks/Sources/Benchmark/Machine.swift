import Dispatch
import Foundation

/// What limits every program on this machine.
enum Machine {
  /// The name of the processor where the system tells it.
  static var processor: String {
    let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let model = lines.split(separator: "\n").first { $0.hasPrefix("model name") }
    return model?.split(separator: ":").last.map {
      $0.trimmingCharacters(in: .whitespaces)
    } ?? "an unnamed processor"
  }

  /// Bytes per second that two threads read from memory: the best of several sums over 256 MB, far
  /// more than any cache holds.
  static func bandwidth() -> Double {
    let count = 1 << 26
    let values = [Float](repeating: 1, count: count)
    let times = (0..<7).map { _ in
      ContinuousClock().measure {
        DispatchQueue.concurrentPerform(iterations: 2) { half in
          values.withUnsafeBytes { bytes in
            var sums = (SIMD16<Float>.zero, SIMD16<Float>.zero)
            for offset in stride(from: half * count * 2, to: (half + 1) * count * 2, by: 128) {
              sums.0 += bytes.loadUnaligned(fromByteOffset: offset, as: SIMD16<Float>.self)
              sums.1 += bytes.loadUnaligned(fromByteOffset: offset + 64, as: SIMD16<Float>.self)
            }
            precondition((sums.0 + sums.1).sum() > 0)
          }
        }
      }.seconds
    }
    return Double(4 * count) / (times.min() ?? .infinity)
  }

  /// The most memory that this process has had at once, and what it has now, in bytes; `nil` where
  /// the system does not tell.
  static func memory() -> (peak: Double, current: Double)? {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else {
      return nil
    }
    func bytes(_ key: String) -> Double? {
      status.split(separator: "\n").first { $0.hasPrefix(key + ":") }
        .flatMap { Double($0.filter(\.isNumber)) }.map { $0 * 1024 }
    }
    guard let peak = bytes("VmHWM"), let current = bytes("VmRSS") else { return nil }
    return (peak, current)
  }

  /// Makes the peak start again from what the process has now.
  static func resetPeak() {
    if let file = FileHandle(forWritingAtPath: "/proc/self/clear_refs") {
      try? file.write(contentsOf: Data("5".utf8))
    }
  }

  /// What a command prints on both outputs; `nil` where it cannot be run or fails.
  static func output(of command: [String], environment: [String: String] = [:]) -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    guard (try? process.run()) != nil else { return nil }
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? String(decoding: data, as: UTF8.self) : nil
  }
}
