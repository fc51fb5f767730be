import Foundation
import Plot

extension Results {
  func chart() -> Data { Data() }
}
