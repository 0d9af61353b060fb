using Patron.Tests.IdentityResolution.Linking.Made;

namespace Patron.Tests.IdentityResolution.Linking;

/// <summary>Files with known truth, made by a seed. The limits are the product's promises, at the default threshold and without a word about the columns.</summary>
public sealed class MadeFilesTests : IDisposable
{
    private const int Persons = 1_500;

    private readonly Linked linked = new();

    [Theory]
    [InlineData("English")]
    [InlineData("Chinese")]
    [InlineData("Korean")]
    public async Task Persons_of_one_language_are_found(string language) =>
        await Holds(new MadePersons(11).Csv(Persons, Enum.Parse<MadeLanguage>(language)), "person", precision: .96, f1: .97);

    [Fact]
    public async Task Persons_of_three_languages_in_one_file_are_found() =>
        await Holds(new MadePersons(12).Csv(2 * Persons, MadeLanguage.English, MadeLanguage.Chinese, MadeLanguage.Korean), "person", precision: .96, f1: .97);

    [Fact]
    public async Task Organisations_of_three_languages_are_found() => await Holds(new MadeOrganisations(13).Csv(2 * Persons), "party", precision: .95, f1: .9);

    public void Dispose() => linked.Dispose();

    private async Task Holds(string csv, string truth, double precision, double f1)
    {
        var answer = await linked.Json(linked.Write("made.csv", csv), "--id", "id", "--truth-column", truth);
        var found = answer.GetProperty("clusterPairs");
        Assert.True(found.GetProperty("precision").GetDouble() >= precision && found.GetProperty("f1").GetDouble() >= f1, found.ToString());
    }
}
