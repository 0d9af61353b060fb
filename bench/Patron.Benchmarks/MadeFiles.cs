using Patron.Tests.IdentityResolution.Linking.Made;

namespace Patron.Benchmarks;

/// <summary>Writes files of made persons and organisations with their truth into ./made, for ./patron analyse link ... --truth-column.</summary>
internal static class MadeFiles
{
    private const int Count = 4_000;

    public static void Write()
    {
        Directory.CreateDirectory("made");
        foreach (var seed in new[] { 1, 2, 3 })
        {
            Write($"persons-en-{seed}", new MadePersons(seed).Csv(Count, MadeLanguage.English));
            Write($"persons-zh-{seed}", new MadePersons(seed).Csv(Count, MadeLanguage.Chinese));
            Write($"persons-ko-{seed}", new MadePersons(seed).Csv(Count, MadeLanguage.Korean));
            Write($"persons-all-{seed}", new MadePersons(seed).Csv(Count, MadeLanguage.English, MadeLanguage.Chinese, MadeLanguage.Korean));
            Write($"organisations-{seed}", new MadeOrganisations(seed).Csv(Count));
        }
    }

    private static void Write(string name, string text) => File.WriteAllText(Path.Combine("made", name + ".csv"), text);
}
