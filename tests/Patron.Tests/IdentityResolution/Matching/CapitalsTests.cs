using Patron.IdentityResolution.Matching;

namespace Patron.Tests.IdentityResolution.Matching;

public class CapitalsTests
{
    [Theory]
    [InlineData("Wayne FRASER", "Wayne Fraser"), InlineData("MARGARET O'BRIEN-SMITH", "Margaret O'Brien-Smith"), InlineData("Ian MCDONALD", "Ian McDonald"), InlineData("JJ Abrams", "JJ Abrams")]
    [InlineData("Bob IV", "Bob IV"), InlineData("김서연", "김서연"), InlineData("JÜRGEN MÜLLER", "Jürgen Müller"), InlineData("McDonald", "McDonald"), InlineData(null, null)]
    public void Words_in_capitals_are_shown_as_one_reads_them(string? written, string? shown) => Assert.Equal(shown, Capitals.Readable(written));
}
