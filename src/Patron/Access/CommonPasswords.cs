using System.Collections.Frozen;

namespace Patron.Access;

/// <summary>What is tried first: the commonest passwords of at least ten signs, and any that repeats a handful of signs.</summary>
internal static class CommonPasswords
{
    private const int FewestDifferent = 5;

    private static readonly FrozenSet<string> Known = FrozenSet.Create(StringComparer.OrdinalIgnoreCase,
        "0123456789", "0987654321", "1029384756", "1234512345", "12345678910", "123456789a", "1234567890", "12345678901", "123456789012", "1234567899", "12345qwert",
        "123qwe123qwe", "1q2w3e4r5t", "1q2w3e4r5t6y", "1qaz2wsx3edc", "2wsx3edc4rfv", "9876543210", "a123456789", "a1b2c3d4e5", "abc1234567", "abcd123456", "abcd1234567",
        "abcdefghij", "abcdefghijk", "administrator", "administrator1", "asdfghjkl1", "asdfghjkl;", "asdfasdfasdf", "basketball", "changeme123", "charlie123", "christopher",
        "computer123", "dragon1234", "elizabeth1", "football123", "helloworld", "helloworld1", "iloveyou12", "iloveyou123", "jennifer123", "letmein123", "letmein1234",
        "liverpool1", "manchester", "michael123", "p@ssw0rd123", "pa$$word123", "passw0rd12", "passw0rd123", "password00", "password01", "password10", "password11", "password12",
        "password123", "password1234", "password12345", "password123!", "passwordpassword", "patron1234", "patron12345", "princess123", "q1w2e3r4t5", "q1w2e3r4t5y6", "qazwsxedc1",
        "qazwsxedcrfv", "qwaszx1234", "qwe1234567", "qwer123456", "qwerty1234", "qwerty12345", "qwerty123456", "qwertyuiop", "qwertyuiop1", "qwertyuiop123", "qwertyuiop[]",
        "starwars123", "summer2024", "summer2025", "summer2026", "sunshine123", "superman123", "trustno1234", "welcome123", "welcome1234", "winter2024", "winter2025", "winter2026",
        "woaini1314", "woaini1314520", "woaini5201314", "5201314520", "zxcvbnm123", "zxcvbnm,./", "zaq12wsxcde3", "dkssudgktpdy", "dkssudgktpdy1", "tkfkdgo1234", "qlalfqjsgh", "qlalfqjsgh1");

    public static bool Contains(string password) => Known.Contains(password.Trim()) || password.ToLowerInvariant().Distinct().Count() < FewestDifferent;
}
