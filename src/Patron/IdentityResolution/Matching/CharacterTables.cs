namespace Patron.IdentityResolution.Matching;

/// <summary>Tables of Chinese characters that the build embeds from npm packages (see Patron.csproj).</summary>
internal static class CharacterTables
{
    public static string Read(string name)
    {
        using var stream = typeof(CharacterTables).Assembly.GetManifestResourceStream("characters/" + name)
            ?? throw new InvalidOperationException($"The build has embedded no characters/{name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
