namespace Patron.Kernel;

public enum CustomerKind { Person = 1, Organisation = 2 }

public enum Sex { Female = 1, Male = 2, Other = 3 }
