namespace Patron.Browser;

public class Sanity { [Fact] public void Runs() => Assert.Equal(4, 2 + 2); }
