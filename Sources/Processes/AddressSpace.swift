import CAllocator
import Foundation

/// What the system lets the process map into its memory.
///
/// `Swift` ends a program whose allocation the system refuses. What is refused before it is asked for ends
/// with a message instead.
package enum AddressSpace {
  /// The limit of the process in bytes (`ulimit -v`); none where there is none.
  private static var limit: Double? {
    var limit = rlimit()
    #if canImport(Darwin)
      let isKnown = getrlimit(RLIMIT_AS, &limit) == 0
    #else
      let isKnown = getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0
    #endif
    return isKnown && limit.rlim_cur < rlim_t(Int64.max) ? Double(limit.rlim_cur) : nil
  }

  /// What is left of the limit; infinite where there is none.
  package static var left: Double { limit.map { max(0, $0 - used) } ?? .infinity }

  /// In words why so many bytes cannot be had, and a margin for what little else a program needs; `nil` where
  /// they can.
  package static func refusal(of bytes: Int) -> String? {
    let left = left
    guard Double(bytes) + 16 * mebibyte > left else { return nil }
    return
      "it takes \(Int(Double(bytes) / mebibyte) + 1) MiB of memory, and the limit of the process "
      + "(ulimit -v) leaves \(Int(left / mebibyte)); raise it"
  }

  private static let mebibyte = 1_048_576.0

  /// Bytes that are mapped now; 0 where the system does not tell (only Linux does).
  private static var used: Double {
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8),
      let pages = text.split(separator: " ").first.flatMap({ Double($0) })
    else { return 0 }
    return pages * Double(sysconf(Int32(_SC_PAGESIZE)))
  }

  /// Keeps what the C library holds beside what is in use small.
  ///
  /// Large fields always have memory of their own, which goes back to the system at once: left to itself, glibc
  /// raises the size from which on that is so with every field that is given back, and then keeps what lies
  /// between others. Where there is a limit, all threads allocate from one arena: for each more, glibc maps
  /// 128 MiB, nearly all of it for nothing.
  package static func spare() {
    #if canImport(Glibc)
      mallopt(M_MMAP_THRESHOLD, largeField)
      // Would else stay at what suits a small program, since the size does not change any more.
      mallopt(M_TRIM_THRESHOLD, 2 * largeField)
      if limit != nil { mallopt(M_ARENA_MAX, 1) }
    #endif
  }

  private static let largeField: Int32 = 1 << 24
}
