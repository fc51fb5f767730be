import ArgumentParser
import Experiments
import Foundation

/// Feeds every reader of files with damaged files and checks that each is read or refused as it should
/// be: by a typed error of one line, with memory that stays bounded.
///
/// A trap ends the process, and so shows itself. Input number i of a reader follows from the seed and
/// i alone, so that `--reader NAME --first I --count 1` makes a single one again.
@main
struct ReaderFuzz: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Feeds every reader with damaged files; exits with 1 on anything unexpected.")

  @Option(help: "Number of inputs for each reader.")
  var count = 2000

  @Option(help: "Seed of the damage; a new one by default.")
  var seed: UInt64?

  @Option(help: "Only this reader.")
  var reader: String?

  @Option(help: "Number of the first input.")
  var first = 0

  @Option(help: "The most memory, in MiB, that may ever have been taken.")
  var memory = 1024

  @Option(help: "Folder with undamaged files of every format.")
  var seeds = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().path

  @Flag(help: "Only name the readers.")
  var list = false

  @Option(help: "Only write the undamaged inputs of the reader into this folder.")
  var corpus: String?

  @Option(
    help: "Only read the inputs in this folder, those of each reader in a folder of its name.")
  var replay: String?

  #if FUZZER
    @Argument(parsing: .captureForPassthrough, help: "What libFuzzer is told.")
    var libFuzzer: [String] = []
  #endif

  func validate() throws {
    guard count >= 1, first >= 0 else { throw ValidationError("--count and --first are positive") }
    guard reader.map({ name in Reader.all.contains { $0.name == name } }) ?? true else {
      throw ValidationError("--reader is one of \(Reader.all.map(\.name).joined(separator: ", "))")
    }
  }

  func run() throws {
    if list { return print(Reader.all.map(\.name).joined(separator: " ")) }
    if let corpus { return try writeSeeds(to: corpus) }
    #if FUZZER
      throw ExitCode(runCoverageGuided(libFuzzer))
    #else
      try runDamaged()
    #endif
  }

  private var readers: [Reader] {
    Reader.all.filter { reader == nil || reader == $0.name }
  }

  private func runDamaged() throws {
    let seed = seed ?? UInt64.random(in: 0...UInt64.max)
    print(replay.map { "inputs in \($0)" } ?? "seed \(seed), \(count) inputs for each reader")
    var unexpected = 0
    for reader in readers {
      if let replay {
        unexpected += try run(reader, kept: "\(replay)/\(reader.name)")
      } else {
        unexpected += try run(reader, seed: seed)
      }
    }
    let peak = peakMemory()
    print("most memory ever taken: \(peak) MiB of \(memory) allowed")
    guard unexpected == 0, peak <= memory else { throw ExitCode.failure }
  }

  private func writeSeeds(to folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for reader in readers {
      for (number, file) in try reader.seedFiles(in: URL(fileURLWithPath: seeds)).enumerated() {
        try Data(file).write(to: URL(fileURLWithPath: "\(folder)/\(reader.name)-\(number)"))
      }
    }
  }

  /// Feeds a reader with damaged files; the number of those that something unexpected came of.
  private func run(_ reader: Reader, seed: UInt64) throws -> Int {
    let files = try reader.seedFiles(in: URL(fileURLWithPath: seeds))
    return run(
      reader,
      (first..<(first + count)).lazy.map { index in
        if (index + 1) % 10_000 == 0 {
          FileHandle.standardError.write(Data("\(reader.name): \(index + 1) inputs\n".utf8))
        }
        let input = Mutation.input(
          number: index, of: files, seed: seed, repair: reader.repair)
        return (name: "\(index)", bytes: input)
      })
  }

  /// Feeds a reader with the files of a folder.
  private func run(_ reader: Reader, kept folder: String) throws -> Int {
    guard FileManager.default.fileExists(atPath: folder) else { return 0 }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    let inputs = try names.map { name in
      (name: name, bytes: [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))))
    }
    return run(reader, inputs)
  }

  private func run(
    _ reader: Reader, _ inputs: some Sequence<(name: String, bytes: [UInt8])>
  ) -> Int {
    var (read, refused, unexpected) = (0, 0, 0)
    for input in inputs {
      switch reader.outcome(of: input.bytes) {
      case .read: read += 1
      case .refused: refused += 1
      case .unexpected(let what):
        unexpected += 1
        print("\(reader.name), input \(input.name): \(what)")
      }
    }
    print("\(reader.name): \(read) read, \(refused) refused, \(unexpected) unexpected")
    return unexpected
  }
}

/// The most memory that this process ever took, in MiB.
private func peakMemory() -> Int {
  var usage = rusage()
  #if canImport(Darwin)
    getrusage(RUSAGE_SELF, &usage)
    return usage.ru_maxrss >> 20
  #else
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss >> 10
  #endif
}
