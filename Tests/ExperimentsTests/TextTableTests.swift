import Testing
import Texts

/// Tables and counts for people to read.
@Suite struct TextTableTests {
  @Test func numbersStandToTheRightAndTextsToTheLeft() {
    let lines = TextTable.markdown(
      ["name", "share", "verdict", "interval", "gap"],
      [["a", "-1.5", "holds", "3 [2, 4]", "–"], ["b", "≤ 2", "3 of 4", "∞", ""]])
    #expect(lines[1] == "| --- | --: | --- | --: | --: |")
  }

  @Test func oneIsNotSeveral() {
    #expect(counted(1, "mask") == "1 mask" && counted(0, "mask") == "0 masks")
    #expect(counted(2, "class", "classes") == "2 classes")
  }
}
